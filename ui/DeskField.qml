// A line of text with a word above it.
import QtQuick
import Klangraum

FocusScope {
    id: root

    property string label
    property alias text: input.text
    property bool numbers: false // whole numbers only

    implicitHeight: 70 * Theme.s
    activeFocusOnTab: true

    Text {
        text: root.label
        font: Theme.deskTitle
        color: Theme.t2
    }
    Rectangle {
        id: box
        y: 24 * Theme.s
        width: parent.width
        height: 44 * Theme.s
        radius: Theme.chipRadius
        color: Theme.surface1
        border.width: input.activeFocus ? 2 * Theme.s : Theme.hairline
        border.color: input.activeFocus ? Theme.you : Theme.control
        TextInput {
            id: input
            anchors.fill: parent
            anchors.leftMargin: 14 * Theme.s
            anchors.rightMargin: 14 * Theme.s
            verticalAlignment: TextInput.AlignVCenter
            clip: true
            focus: true
            selectByMouse: true
            color: Theme.t1
            selectionColor: Theme.youDim
            font: Theme.deskData
            validator: root.numbers ? whole : null
            Accessible.role: Accessible.EditableText
            Accessible.name: root.label
        }
        IntValidator {
            id: whole
            bottom: 0
            top: 1000000
        }
    }
}
