// The training room: runs on the left, six panels, and the time machine below. A view for the desk.
import QtQuick
import Klangraum

FocusScope {
    id: root

    readonly property real s: Theme.s
    readonly property var room: Exhibit.training
    readonly property real gap: 12 * s
    readonly property real side: 304 * s
    // Whole pixels: images are copied, not scaled.
    readonly property int panelWidth: Math.floor((width - side - 4 * gap) / 3)
    // What a higher window has to spare goes to the panels.
    readonly property real tall: (height - 80 * s - notice.height - 12 * s - 28 * s - 12 * s) / (948 * s)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Training")

    Rectangle {
        anchors.fill: parent
        color: Theme.bg
    }

    DropArea { // a MIDI file, for the discriminator
        objectName: "trainDrop"
        anchors.fill: parent
        enabled: root.room.judge.usable
        onEntered: drag => drag.accepted = drag.hasUrls
        onDropped: drop => {
            root.room.bring(drop.urls[0])
            drop.accept(Qt.CopyAction)
        }
    }

    RunRail {
        id: rail
        objectName: "runRail"
        width: root.side
        height: parent.height
        onNewRunAsked: newRun.show()
    }

    RunHeader {
        id: header
        objectName: "runHeader"
        x: rail.width
        width: parent.width - x
        height: 80 * root.s
        onStopAsked: confirm.show()
    }

    DuelNotice {
        id: notice
        objectName: "duelNotice"
        x: rail.width + root.gap
        y: header.height
        width: parent.width - x - root.gap
    }

    Repeater {
        model: 6
        delegate: PanelSlot {
            required property int index
            readonly property bool upper: index < 3
            objectName: "panel-" + index
            slot: index
            x: Math.round(rail.width + root.gap + index % 3 * (root.panelWidth + root.gap))
            y: Math.round(header.height + notice.height + root.gap + (upper ? 0 : 268 * root.s * root.tall + root.gap))
            width: root.panelWidth
            height: Math.round((upper ? 268 : 316) * root.s * root.tall)
        }
    }

    TimeMachine {
        id: machine
        objectName: "timeMachine"
        x: rail.width + root.gap
        width: parent.width - x - root.gap
        y: parent.height - height - 16 * root.s
        height: 364 * root.s * root.tall
    }

    KeyStrip {
        objectName: "keyStrip"
        visible: machine.keys && root.room.judge.usable
        z: 5
        anchors.right: machine.right
        anchors.bottom: machine.top
        anchors.bottomMargin: -4 * root.s
    }

    Text {
        anchors.centerIn: parent
        anchors.horizontalCenterOffset: rail.width / 2
        visible: root.room.current === ""
        text: qsTr("No runs in %1").arg(root.room.folder)
        font: Theme.title
        color: Theme.t2
    }

    Rectangle { // what has just been done
        id: toast
        objectName: "trainMessage"
        readonly property string text: root.room.message
        visible: text !== ""
        anchors.horizontalCenter: machine.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 28 * root.s
        width: Math.min(machine.width - 48 * root.s, sentence.implicitWidth + 76 * root.s)
        height: 56 * root.s
        radius: Theme.panelRadius
        color: root.room.messageIsError ? Theme.errorSurface : Theme.surface2
        border.width: Theme.hairline
        border.color: root.room.messageIsError ? Theme.error : Theme.ok
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
        Icon {
            x: 20 * root.s
            anchors.verticalCenter: parent.verticalCenter
            width: 18 * root.s
            height: width
            name: root.room.messageIsError ? "cross" : "check"
            color: root.room.messageIsError ? Theme.error : Theme.ok
        }
        Text {
            id: sentence
            x: 52 * root.s
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - x - 20 * root.s
            text: toast.text
            elide: Text.ElideMiddle
            font: Theme.deskTitle
            color: Theme.t1
        }
    }

    StopDialog {
        id: confirm
        objectName: "stopDialog"
        anchors.fill: parent
        onClosed: root.forceActiveFocus()
    }
    NewRunDialog {
        id: newRun
        objectName: "newRunDialog"
        anchors.fill: parent
        onClosed: root.forceActiveFocus()
    }

    Keys.onPressed: event => {
        if (confirm.open || newRun.open)
            return
        event.accepted = true
        switch (event.key) {
        case Qt.Key_Space: root.room.playSelected(); break
        case Qt.Key_Escape: root.room.backToLive(); break
        case Qt.Key_Left:
            root.room.cursor = Math.max(1, root.room.shownEpoch - 1)
            break
        case Qt.Key_Right:
            root.room.cursor = root.room.shownEpoch + 1
            break
        case Qt.Key_L: Exhibit.toggleLanguage(); break
        case Qt.Key_P:
            if (root.room.canPause)
                root.room.pause()
            else if (root.room.canResume)
                root.room.resume()
            break
        case Qt.Key_N:
            if (root.room.canStep)
                root.room.step()
            break
        case Qt.Key_M:
            if (root.room.canStep)
                root.room.toggleSlow()
            break
        default: event.accepted = false
        }
    }
}
