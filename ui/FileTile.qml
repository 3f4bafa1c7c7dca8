// One file of a kept piece: what it is, how large, and that it is there.
import QtQuick
import Klangraum

Rectangle {
    id: root

    property string icon
    property string title
    property string detail

    radius: Theme.buttonRadius
    color: Theme.surface2
    Accessible.role: Accessible.StaticText
    Accessible.name: title + ", " + detail

    Icon {
        x: 30 * Theme.s
        anchors.verticalCenter: parent.verticalCenter
        width: 36 * Theme.s
        height: width
        name: root.icon
        color: Theme.t1
    }
    Column {
        x: 92 * Theme.s
        anchors.verticalCenter: parent.verticalCenter
        Text {
            text: root.title
            font: Theme.title
            color: Theme.t1
        }
        Text {
            text: root.detail
            font: Theme.data
            color: Theme.t2
        }
    }
    Rectangle {
        anchors.right: parent.right
        anchors.rightMargin: 28 * Theme.s
        anchors.verticalCenter: parent.verticalCenter
        width: 40 * Theme.s
        height: width
        radius: 10 * Theme.s
        color: Theme.paper
        Icon {
            anchors.centerIn: parent
            width: 26 * Theme.s
            height: width
            name: "check"
            color: Theme.onPaper
        }
    }
}
