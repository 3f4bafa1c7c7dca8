// Your piece: its score, where its files are, listening to it again. Music goes on softly behind it.
import QtQuick
import Klangraum

FocusScope {
    id: root

    readonly property bool open: Exhibit.keep.open
    readonly property real s: Theme.s

    signal closed()

    visible: opacity > 0
    opacity: open ? 1 : 0
    Behavior on opacity { NumberAnimation { duration: Theme.dialogMs; easing.type: Easing.OutCubic } }
    onOpenChanged: {
        if (open)
            keepPlaying.forceActiveFocus()
        else
            closed()
    }
    Keys.onEscapePressed: Exhibit.keep.close()
    Keys.onPressed: event => {
        if (event.key === Qt.Key_L)
            Exhibit.toggleLanguage()
        else if (event.key === Qt.Key_K)
            Exhibit.keep.close()
    }

    Accessible.role: Accessible.Dialog
    Accessible.name: qsTr("Your piece") + ": " + Exhibit.keep.title

    Rectangle {
        anchors.fill: parent
        color: "#050608"
        opacity: 0.8
        TapHandler { onTapped: Exhibit.keep.close() }
    }

    Rectangle {
        id: sheet
        anchors.horizontalCenter: parent.horizontalCenter
        y: (parent.height - height) * 0.74
        width: 1632 * root.s
        height: 928 * root.s
        radius: Theme.sheetRadius
        color: Theme.sheet
        border.width: Theme.hairline
        border.color: Theme.hair
        TapHandler {} // a tap on the sheet is not one beside it

        Column {
            x: 48 * root.s
            y: 40 * root.s
            Text {
                text: qsTr("Your piece")
                font: Theme.label
                color: Theme.you
            }
            Text {
                objectName: "keepTitle"
                text: Exhibit.keep.title
                font: Theme.h1
                color: Theme.t1
            }
            Text {
                objectName: "keepFacts"
                topPadding: 8 * root.s
                text: Exhibit.keep.facts
                font: Theme.body
                color: Theme.t2
            }
        }
        LanguageSwitch {
            anchors.right: close.left
            anchors.rightMargin: 16 * root.s
            y: 36 * root.s
            width: 312 * root.s
            height: 80 * root.s
        }
        IconButton {
            id: close
            objectName: "keepClose"
            anchors.right: parent.right
            anchors.rightMargin: 48 * root.s
            y: 36 * root.s
            width: 80 * root.s
            height: width
            name: "cross"
            accessibleName: qsTr("Close")
            onTriggered: Exhibit.keep.close()
        }

        ScoreThumb {
            visible: !Exhibit.keep.isSound
            x: 48 * root.s
            y: 208 * root.s
            width: 920 * root.s
            height: 324 * root.s
            source: Exhibit.keep
            radius: Theme.padRadius
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Notes")
        }
        SoundThumb {
            objectName: "soundThumb"
            visible: Exhibit.keep.isSound
            x: 48 * root.s
            y: 208 * root.s
            width: 920 * root.s
            height: 324 * root.s
            source: Exhibit.keep
            radius: Theme.padRadius
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Sound")
        }
        Rectangle {
            x: 48 * root.s
            y: 548 * root.s
            width: 920 * root.s
            height: 116 * root.s
            radius: Theme.padRadius
            color: Theme.stage
            IconButton {
                id: listen
                objectName: "listenButton"
                x: 16 * root.s
                y: 24 * root.s
                width: 68 * root.s
                height: width
                radius: width / 2
                name: Exhibit.keep.listening ? "pause" : "play"
                accessibleName: Exhibit.keep.listening ? qsTr("Stop listening") : qsTr("Listen to your piece")
                onTriggered: Exhibit.keep.toggleListening()
            }
            PieceStrip {
                id: strip
                x: 100 * root.s
                y: 14 * root.s
                width: parent.width - x - 24 * root.s
                height: parent.height - 28 * root.s
                visible: !Exhibit.keep.isSound
                source: Exhibit.keep
            }
            SoundThumb {
                anchors.fill: strip
                visible: Exhibit.keep.isSound
                source: Exhibit.keep
                outline: true
            }
            Rectangle { // where listening is
                visible: Exhibit.keep.listening
                x: strip.x + Exhibit.keep.listenPosition * strip.width
                y: 8 * root.s
                width: 3 * root.s
                height: parent.height - 16 * root.s
                color: Theme.ink
            }
        }
        FileTile {
            x: 48 * root.s
            y: 688 * root.s
            width: 452 * root.s
            height: 96 * root.s
            icon: "wave"
            title: qsTr("Sound")
            detail: Exhibit.keep.wavSize
        }
        FileTile {
            x: 516 * root.s
            y: 688 * root.s
            width: 452 * root.s
            height: 96 * root.s
            objectName: "secondFile"
            icon: Exhibit.keep.isSound ? "wave" : "midi"
            title: Exhibit.keep.isSound ? qsTr("Sound, packed") : qsTr("Notes")
            detail: Exhibit.keep.isSound ? Exhibit.keep.flacSize : Exhibit.keep.midiSize
        }

        Rectangle { // where the files are
            x: 1016 * root.s
            y: 208 * root.s
            width: 568 * root.s
            height: 576 * root.s
            radius: Theme.padRadius
            color: Theme.paper
            Column {
                x: 40 * root.s
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - 2 * x
                spacing: 20 * root.s
                Icon {
                    width: 72 * root.s
                    height: width
                    name: "download"
                    color: Theme.onPaper
                }
                Text {
                    text: qsTr("Saved on this computer")
                    font: Theme.title
                    color: Theme.onPaper
                }
                Text {
                    objectName: "keepFolder"
                    width: parent.width
                    text: Exhibit.keep.folder
                    wrapMode: Text.WrapAnywhere
                    font: Theme.data
                    color: Theme.onPaperSecondary
                }
                Column {
                    width: parent.width
                    spacing: 8 * root.s
                    Repeater {
                        model: Exhibit.keep.fileNames
                        delegate: Text {
                            required property string modelData
                            width: parent.width
                            text: modelData
                            wrapMode: Text.WrapAnywhere
                            font: Theme.data
                            color: Theme.onPaper
                        }
                    }
                }
            }
        }

        ActionButton {
            id: keepPlaying
            objectName: "keepPlaying"
            x: 1016 * root.s
            y: 812 * root.s
            width: 568 * root.s
            height: 80 * root.s
            primary: true
            text: qsTr("Keep playing")
            onTriggered: Exhibit.keep.close()
        }
    }
}
