// Logo, voices and what the network is doing. Staff hold the logo to open the training room.
import QtQuick
import Klangraum

Item {
    id: root

    Row {
        id: brand
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
    Item {
        id: staff
        objectName: "staffEntry"
        width: brand.x + brand.width + 16 * Theme.s
        height: parent.height
        Accessible.role: Accessible.Button
        Accessible.name: qsTr("Training room, for staff: hold")
        Accessible.onPressAction: Exhibit.training.open = true
        Rectangle { // fills while it is held
            anchors.bottom: parent.bottom
            x: brand.x
            height: 3 * Theme.s
            width: hold.pressed ? Math.min(1, hold.timeHeld / (hold.longPressThreshold || 1)) * brand.width : 0
            color: Theme.you
        }
        TapHandler {
            id: hold
            longPressThreshold: 1.5
            onLongPressed: Exhibit.training.open = true
        }
    }
    VoiceLegend { // gives way to a long line of work
        x: Math.min(372 * Theme.s, honest.x - width - 28 * Theme.s)
        visible: !Exhibit.makesSound
        height: parent.height
    }
    HonestLine {
        id: honest
        objectName: "honestLine"
        anchors.right: parent.right
        anchors.rightMargin: 32 * Theme.s
        height: parent.height
    }
}
