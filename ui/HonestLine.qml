// What the network really does: the median of its last calls and what it was trained on. Gone when unknown.
import QtQuick
import Klangraum

Row {
    id: root

    spacing: 18 * Theme.s
    visible: Exhibit.honestWork !== ""
    Accessible.role: Accessible.StaticText
    Accessible.name: Exhibit.honestWork + ", " + Exhibit.honestData

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        width: 20 * Theme.s
        height: width
        name: "chip"
        color: Theme.t2
    }
    Row {
        anchors.verticalCenter: parent.verticalCenter
        Text {
            objectName: "honestWork"
            text: Exhibit.honestWork
            font: Theme.data
            color: Theme.t1
        }
        Text {
            visible: Exhibit.honestData !== ""
            text: " · " + Exhibit.honestData
            font: Theme.data
            color: Theme.t3
        }
    }
}
