// Transport and actions. The actions share the room that the design keeps for what comes later.
import QtQuick
import Klangraum

Item {
    id: root

    readonly property real s: Theme.s
    // From 524 to the right margin: three actions as wide as their texts and an equal share of the rest, then the language.
    readonly property real languageWidth: 126
    readonly property real spare: Math.max(0, (1888 - 524 - languageWidth - 3 * 16) * s - surprise.naturalWidth
                                           - morph.naturalWidth - keep.naturalWidth)

    PlayButton {
        objectName: "playButton"
        x: 32 * root.s
        width: 88 * root.s
        height: width
    }
    TapTempo {
        objectName: "tapTempo"
        x: 136 * root.s
        width: 172 * root.s
        height: 88 * root.s
    }
    BarBeat {
        objectName: "barBeat"
        x: 332 * root.s
        width: 176 * root.s
        height: 88 * root.s
    }

    Row {
        x: 524 * root.s
        spacing: 16 * root.s

        ActionButton {
            id: surprise
            objectName: "surpriseButton"
            width: naturalWidth + root.spare / 3
            height: 88 * root.s
            icon: "dice"
            text: qsTr("Surprise me")
            enabled: Exhibit.pad.available || Exhibit.thinking.available || Exhibit.makesSound
            onTriggered: Exhibit.surprise()
        }
        ActionButton {
            id: morph
            objectName: "morphButton"
            width: naturalWidth + root.spare / 3
            height: 88 * root.s
            icon: "morph"
            iconWidth: 84
            text: qsTr("Morph", "action")
            accessibleName: qsTr("Morph A–B")
            enabled: Exhibit.pad.available
            latched: Exhibit.pad.morphing
            onTriggered: {
                Exhibit.midi.touch("morph")
                Exhibit.pad.toggleMorph()
            }
        }
        ActionButton {
            id: keep
            objectName: "keepButton"
            readonly property string status: Exhibit.keep.status
            width: naturalWidth + root.spare / 3
            height: 88 * root.s
            primary: true
            icon: "download"
            text: status === "saving" ? qsTr("Saving …") : status === "failed" ? qsTr("Not saved.") : qsTr("Keep this piece")
            secondLine: status === "failed" ? qsTr("Try again") : ""
            loading: status === "saving"
            progress: Exhibit.keep.progress
            error: status === "failed"
            explanation: status === "failed" ? Exhibit.keep.problem : ""
            // A button that changes its words keeps its width.
            reserve: [qsTr("Keep this piece"), qsTr("Saving …")]
            onTriggered: Exhibit.keepPiece()
        }
        LanguageButton {
            objectName: "languageButton"
            width: root.languageWidth * root.s
            height: 88 * root.s
        }
    }
}
