// A figure of the machine with a bar of small marks; without a bar where there is no whole.
import QtQuick
import Klangraum

Item {
    id: root

    required property int index
    readonly property var meter: Exhibit.training.meters[index] ?? { id: "", label: "", value: "", part: -1 }
    readonly property int marks: 40
    readonly property int lit: Math.round(meter.part * marks)
    readonly property bool whole: meter.part >= 0

    objectName: "meter-" + meter.id
    height: (!whole ? 20 : 32) * Theme.s
    Accessible.role: Accessible.StaticText
    Accessible.name: meter.label + " " + meter.value

    Text {
        text: root.meter.label
        font: Theme.deskBody
        color: Theme.t2
    }
    Text {
        objectName: "value"
        anchors.right: parent.right
        text: root.meter.value
        font: Theme.deskData
        color: Theme.t1
    }
    Row {
        visible: root.whole
        anchors.bottom: parent.bottom
        Repeater {
            model: root.whole ? root.marks : 0
            delegate: Rectangle {
                required property int index
                width: root.width / root.marks - 2 * Theme.s
                height: 8 * Theme.s
                radius: 1.5 * Theme.s
                color: index < root.lit ? Theme.t1 : Theme.surface3
                transform: Translate { x: index * 2 * Theme.s }
            }
        }
    }
}
