// The patterns that a network with a codebook strings together, on the time axis of the roll above. A tap on one that does
// not sound yet puts another in its place; the visitor's are orange.
import QtQuick
import Klangraum

Item {
    id: root

    required property PianoRoll roll
    readonly property PianoRollNotes notes: root.roll.notes

    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Patterns")

    Text {
        x: root.notes.keyboardWidth - width - Math.round(8 * Theme.s)
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("Patterns")
        color: Theme.t2
        font: Theme.small
    }
    Item {
        x: root.notes.keyboardWidth
        width: root.width - x
        height: root.height
        clip: true

        Item {
            x: root.notes.layerX - root.notes.keyboardWidth

            Repeater {
                model: Exhibit.patterns
                delegate: Rectangle {
                    id: tile

                    required property int index
                    required property var tick
                    required property var ticks
                    required property int code
                    required property real hue
                    required property bool yours
                    required property bool open
                    objectName: "pattern-" + index
                    x: { root.notes.originBar; root.notes.barWidth; return Math.round(root.notes.inLayer(tick)) + 1 }
                    width: { root.notes.originBar; root.notes.barWidth; return Math.round(root.notes.inLayer(tick + ticks)) - x - 1 }
                    y: 2 * Theme.s
                    height: root.height - 4 * Theme.s
                    radius: 6 * Theme.s
                    color: yours ? Theme.you : Qt.hsla(hue, 0.5, 0.42, 1)
                    opacity: open ? 1 : 0.5

                    Accessible.role: Accessible.Button
                    Accessible.name: qsTr("Pattern %1").arg(code)

                    Text {
                        anchors.centerIn: parent
                        visible: implicitWidth < parent.width
                        text: tile.code
                        color: tile.yours ? Theme.bg : Theme.t1
                        font: Theme.small
                    }
                    TapHandler { onTapped: Exhibit.patterns.swap(tile.index) }
                }
            }
        }
    }
}
