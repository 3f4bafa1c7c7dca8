// What the discriminator hears in the piece that plays, from "sounds generated" to "sounds real". Where it is narrow,
// what is judged gives way.
import QtQuick
import Klangraum

Row {
    id: root

    readonly property real s: Theme.s
    readonly property var judge: Exhibit.training.judge
    readonly property real spare: width - low.implicitWidth - track.width - high.implicitWidth - value.width - 4 * spacing

    spacing: 10 * s
    Accessible.role: Accessible.Indicator
    Accessible.name: judge.heard + ": " + (judge.known ? Math.round(judge.real * 100) + " %" : qsTr("not known"))

    Text {
        objectName: "judgeHeard"
        anchors.verticalCenter: parent.verticalCenter
        visible: width >= 80 * root.s
        width: Math.min(implicitWidth, 280 * root.s, Math.max(0, root.spare))
        elide: Text.ElideMiddle
        text: root.judge.heard
        font: Theme.deskBody
        color: Theme.t2
    }
    Text {
        id: low
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("sounds generated")
        font: Theme.deskBody
        color: Theme.generated
    }
    Item {
        id: track
        objectName: "judgeTrack"
        anchors.verticalCenter: parent.verticalCenter
        width: 150 * root.s
        height: 22 * root.s
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            height: 6 * root.s
            radius: height / 2
            color: Theme.surface3
        }
        Rectangle { // cannot tell
            anchors.centerIn: parent
            width: Math.max(1, 1.5 * root.s)
            height: 14 * root.s
            color: Theme.t3
        }
        Rectangle {
            objectName: "judgeMark"
            visible: root.judge.known
            x: Math.max(0, Math.min(1, root.judge.real)) * (track.width - width)
            anchors.verticalCenter: parent.verticalCenter
            width: 16 * root.s
            height: width
            radius: width / 2
            color: Theme.paper
            border.width: 3 * root.s
            border.color: Theme.ink
            Behavior on x { NumberAnimation { duration: 200; easing.type: Easing.OutQuad } }
        }
    }
    Text {
        id: high
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("sounds real")
        font: Theme.deskBody
        color: Theme.t1
    }
    Text {
        id: value
        objectName: "judgeValue"
        anchors.verticalCenter: parent.verticalCenter
        width: 44 * root.s
        text: root.judge.known ? Math.round(root.judge.real * 100) + " %" : "–"
        font: Theme.deskData
        color: Theme.t1
    }
}
