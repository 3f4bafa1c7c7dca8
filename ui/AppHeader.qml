// Logo, voices and what the network is doing.
import QtQuick
import Klangraum

Item {
    id: root

    Row {
        x: 32 * Theme.s
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: 2 * Theme.s
        spacing: 14 * Theme.s
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            width: 33 * Theme.s
            height: width
            name: "logo"
            color: Theme.t1
        }
        Text {
            anchors.verticalCenter: parent.verticalCenter
            text: "Klangraum"
            font: Theme.title
            color: Theme.t1
        }
    }
    VoiceLegend {
        x: 372 * Theme.s
        height: parent.height
    }
    HonestLine {
        objectName: "honestLine"
        anchors.right: parent.right
        anchors.rightMargin: 32 * Theme.s
        height: parent.height
    }
}
