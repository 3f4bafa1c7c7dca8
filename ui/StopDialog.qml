// Stop asks once.
import QtQuick
import Klangraum

FocusScope {
    id: root

    property bool open: false

    signal closed()

    function show() {
        open = true
        cancel.forceActiveFocus()
    }
    function close() {
        open = false
        closed()
    }

    visible: open
    Keys.onEscapePressed: close()
    Accessible.role: Accessible.Dialog
    Accessible.name: question.text

    Rectangle {
        anchors.fill: parent
        color: Theme.stage
        opacity: 0.8
        MouseArea {
            anchors.fill: parent
            onClicked: root.close()
        }
    }
    Rectangle {
        anchors.centerIn: parent
        width: question.implicitWidth + 96 * Theme.s
        height: 180 * Theme.s
        radius: Theme.panelRadius
        color: Theme.sheet
        border.width: Theme.hairline
        border.color: Theme.hair
        MouseArea { anchors.fill: parent }
        Text {
            id: question
            anchors.horizontalCenter: parent.horizontalCenter
            y: 40 * Theme.s
            text: qsTr("Stop this run? The last checkpoint is kept.")
            font: Theme.small
            color: Theme.t1
        }
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 104 * Theme.s
            spacing: 12 * Theme.s
            DeskButton {
                id: cancel
                objectName: "cancelStop"
                primary: true
                text: qsTr("Cancel")
                onTriggered: root.close()
            }
            DeskButton {
                objectName: "confirmStop"
                icon: "stop"
                text: qsTr("Stop")
                onTriggered: {
                    Exhibit.training.stop()
                    root.close()
                }
            }
        }
    }
}
