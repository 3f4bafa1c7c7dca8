// The epoch that all panels show, as a line over curves with a point on each of them.
import QtQuick
import Klangraum

Item {
    id: root

    property PanelArt art
    property int epoch: -1
    // Read again with every picture.
    readonly property real position: { art.plot; art.title; return art.positionOf(epoch) }
    readonly property var dots: { art.plot; art.title; return art.dotsAt(epoch) }

    Item {
        visible: root.position >= 0
        x: root.art.plot.x + root.position * root.art.plot.width
        y: root.art.plot.y
        height: root.art.plot.height
        Rectangle {
            x: -width / 2
            width: 2.5 * Theme.s
            height: parent.height
            color: Theme.cursor
        }
        Rectangle {
            x: -width / 2
            y: -height + 2 * Theme.s
            width: label.implicitWidth + 16 * Theme.s
            height: 21 * Theme.s
            radius: 5 * Theme.s
            color: Theme.cursor
            Text {
                id: label
                anchors.centerIn: parent
                text: root.epoch
                font: Theme.bolder(Theme.deskData)
                color: Theme.onYou
            }
        }
        Repeater {
            model: root.dots
            delegate: Rectangle {
                required property var modelData
                x: -width / 2
                y: modelData.y * root.art.plot.height - height / 2
                width: 13 * Theme.s
                height: width
                radius: width / 2
                color: modelData.color
                border.width: 2.5 * Theme.s
                border.color: Theme.cursor
            }
        }
    }
}
