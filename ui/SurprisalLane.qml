// How surprised the network was by each note that it wrote, on the time axis of the roll above; what the visitor overruled
// is orange.
import QtQuick
import Klangraum

Item {
    id: root

    required property PianoRoll roll
    readonly property PianoRollNotes notes: root.roll.notes
    readonly property real mostBits: 6 // a bar as high as the lane

    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Surprise", "of the network")

    Text {
        x: root.notes.keyboardWidth - width - Math.round(8 * Theme.s)
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("Surprise", "of the network")
        color: Theme.t2
        font: Theme.small
    }
    Rectangle {
        x: root.notes.keyboardWidth
        anchors.bottom: parent.bottom
        width: root.notes.writeHeadX - x
        height: Theme.hairline
        color: Theme.line
    }
    Item {
        x: root.notes.keyboardWidth
        width: root.width - x
        height: root.height
        clip: true

        Item {
            x: root.notes.layerX - root.notes.keyboardWidth

            Repeater {
                model: Exhibit.thinking.surprises
                delegate: Rectangle {
                    required property var tick
                    required property real bits
                    required property bool forced
                    x: { root.notes.originBar; root.notes.barWidth; return Math.round(root.notes.inLayer(tick)) }
                    width: Math.max(3, Math.round(root.notes.barWidth / 16 * 0.8))
                    y: root.height - height
                    height: Math.max(2, Math.round(Math.min(1, bits / root.mostBits) * root.height))
                    radius: 3 * Theme.s
                    color: forced ? Theme.you : Theme.t2
                }
            }
        }
    }
    Rectangle { // not heard yet
        x: root.notes.playheadX
        width: root.width - x
        height: root.height - Theme.hairline
        color: Theme.bg
        opacity: 0.5
    }
}
