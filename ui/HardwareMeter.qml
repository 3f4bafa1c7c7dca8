// A figure of the machine with a bar of small marks; without a bar where there is no whole.
import QtQuick
import Klangraum

Item {
    id: root

    required property var modelData
    readonly property int marks: 40
    readonly property int lit: Math.round(modelData.part * marks)

    objectName: "meter-" + modelData.id
    height: (modelData.part < 0 ? 20 : 32) * Theme.s
    Accessible.role: Accessible.StaticText
    Accessible.name: modelData.label + " " + modelData.value

    Text {
        text: root.modelData.label
        font: Theme.deskBody
        color: Theme.t2
    }
    Text {
        objectName: "value"
        anchors.right: parent.right
        text: root.modelData.value
        font: Theme.deskData
        color: Theme.t1
    }
    Row {
        visible: root.modelData.part >= 0
        anchors.bottom: parent.bottom
        Repeater {
            model: root.modelData.part >= 0 ? root.marks : 0
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
