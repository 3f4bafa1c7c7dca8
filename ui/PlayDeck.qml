// The lower half of Play: styles, sound map, faders, and the bar of buttons. Everything here can be touched.
import QtQuick
import Klangraum

Item {
    id: root

    readonly property real s: Theme.s
    // And the instrument, or a model's own choices where it makes the sound itself.
    readonly property int columns: Exhibit.controls.count + (Exhibit.makesSound ? Exhibit.choices.count : 1)
    // Five columns stand as designed; more draw together, fewer leave their room to the map.
    readonly property real pitch: Math.min(162, 810 / columns)
    readonly property real fadersX: 1914 - columns * pitch

    // Where to begin: a path drawn on the map.
    function showHint() {
        map.showHint()
    }

    ListView {
        id: cards
        objectName: "cards"
        x: 32 * root.s
        width: 264 * root.s
        height: 424 * root.s
        spacing: (count > 5 ? 8 : 12) * root.s
        clip: count > 6
        interactive: count > 6
        boundsBehavior: Flickable.StopAtBounds
        model: Exhibit.cards
        currentIndex: Exhibit.cards.current
        highlightFollowsCurrentItem: true
        delegate: StyleCard {
            width: cards.width
            // Four as designed; a fifth and a sixth draw them together, further ones are scrolled to: of a seventh enough
            // is seen to know.
            height: (cards.count > 6 ? 58 : cards.count > 5 ? 64 : cards.count > 4 ? 75 : 97) * root.s
        }

        Accessible.role: Accessible.List
        Accessible.name: qsTr("Styles")
    }

    LatentPad {
        id: map
        objectName: "map"
        visible: !Exhibit.thinking.available || Exhibit.pad.available
        x: 320 * root.s
        width: (root.fadersX - 32 - 320) * root.s
        height: 424 * root.s
    }

    CandidateList {
        objectName: "candidates"
        x: map.x
        width: map.width
        height: map.height
        visible: Exhibit.thinking.available && !Exhibit.pad.available
    }

    Repeater {
        id: faders
        model: Exhibit.controls
        delegate: BigFader {
            objectName: "fader-" + name
            x: (root.fadersX + index * root.pitch) * root.s
            width: (root.pitch - 26) * root.s
            height: 424 * root.s
        }
    }

    SoundStepper {
        objectName: "soundStepper"
        visible: !Exhibit.makesSound
        x: (root.fadersX + Exhibit.controls.count * root.pitch) * root.s
        width: (root.pitch - 26) * root.s
        height: 424 * root.s
    }

    Repeater {
        model: Exhibit.choices
        delegate: ChoiceStepper {
            objectName: "choice-" + name
            x: (root.fadersX + (Exhibit.controls.count + index) * root.pitch) * root.s
            width: (root.pitch - 26) * root.s
            height: 424 * root.s
        }
    }

    BottomBar {
        y: 444 * root.s
        width: parent.width
        height: 88 * root.s
    }
}
