// Play: watch above, touch below. The roll takes what a wider or taller window has to spare; the deck keeps its size.
import QtQuick
import Klangraum

FocusScope {
    id: root

    readonly property real s: Theme.s

    Rectangle {
        anchors.fill: parent
        color: Theme.bg
    }

    DropArea { // a MIDI file: see OwnMusic
        objectName: "drop"
        anchors.fill: parent
        onEntered: drag => drag.accepted = drag.hasUrls
        onDropped: drop => {
            Exhibit.own.bring(drop.urls[0])
            drop.accept(Qt.CopyAction)
        }
    }

    AppHeader {
        id: header
        objectName: "header"
        width: parent.width
        height: 60 * root.s
    }

    PianoRoll {
        id: roll
        objectName: "roll"
        y: header.height
        width: parent.width
        height: Math.max(0, lane.y - y)
        onTouched: deck.showHint()
    }

    GestureLane {
        id: lane
        objectName: "lane"
        y: deck.y - 54 * root.s
        width: parent.width
        height: 40 * root.s
        roll: roll
        visible: !roll.thinks && !Exhibit.patterns.available
    }
    SurprisalLane {
        objectName: "surprisalLane"
        anchors.fill: lane
        roll: roll
        visible: roll.thinks
    }

    PatternLane {
        objectName: "patternLane"
        anchors.fill: lane
        roll: roll
        visible: Exhibit.patterns.available
    }

    PlayDeck {
        id: deck
        objectName: "deck"
        anchors.horizontalCenter: parent.horizontalCenter
        y: parent.height - height
        width: 1920 * root.s
        height: 556 * root.s
        enabled: !keepDialog.open
    }

    NoticeBar {
        x: 128 * root.s
        anchors.bottom: lane.top
        anchors.bottomMargin: 12 * root.s
        maximumWidth: 880 * root.s // left of what explains a fader
    }

    KeepDialog {
        id: keepDialog
        objectName: "keepDialog"
        anchors.fill: parent
        onClosed: root.forceActiveFocus()
    }

    // After a touch the arrows belong to the puck again.
    Connections {
        target: Exhibit
        function onKeysInUseChanged() {
            if (!Exhibit.keysInUse && !keepDialog.open && !Exhibit.training.open)
                root.forceActiveFocus()
        }
    }

    Keys.onPressed: event => {
        if (keepDialog.open)
            return
        const shift = event.modifiers & Qt.ShiftModifier
        const control = event.modifiers & Qt.ControlModifier
        const step = shift ? 0.1 : 0.02 // 5 % or 1 % of the map
        event.accepted = true
        if (control) {
            if (shift && event.key === Qt.Key_M)
                Exhibit.midi.toggleLearning()
            else
                event.accepted = false
            return
        }
        switch (event.key) {
        case Qt.Key_Space: Exhibit.togglePlaying(); break
        case Qt.Key_T: Exhibit.tapTempo(); break
        case Qt.Key_Left: Exhibit.pad.moveBy(-step, 0); break
        case Qt.Key_Right: Exhibit.pad.moveBy(step, 0); break
        case Qt.Key_Up: Exhibit.pad.moveBy(0, step); break
        case Qt.Key_Down: Exhibit.pad.moveBy(0, -step); break
        case Qt.Key_Home: Exhibit.pad.home(); break
        case Qt.Key_1:
        case Qt.Key_2:
        case Qt.Key_3:
        case Qt.Key_4:
        case Qt.Key_5:
        case Qt.Key_6:
        case Qt.Key_7:
        case Qt.Key_8:
        case Qt.Key_9: Exhibit.selectStyle(event.key - Qt.Key_1); break
        case Qt.Key_R: Exhibit.surprise(); break
        case Qt.Key_A: Exhibit.pad.setPinHere(0); break
        case Qt.Key_B: Exhibit.pad.setPinHere(1); break
        case Qt.Key_M: Exhibit.pad.toggleMorph(); break
        case Qt.Key_K: Exhibit.keepPiece(); break
        case Qt.Key_L: Exhibit.toggleLanguage(); break
        case Qt.Key_F1:
        case Qt.Key_F2:
        case Qt.Key_F3:
        case Qt.Key_F4: Exhibit.voices.toggle(event.key - Qt.Key_F1); break
        case Qt.Key_Escape:
            if (Exhibit.midi.learning)
                Exhibit.midi.learning = false
            else
                root.forceActiveFocus()
            break
        default: event.accepted = false
        }
    }
}
