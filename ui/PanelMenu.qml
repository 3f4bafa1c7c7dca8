// What a panel can show: everything the run logs, and what its music is like.
import QtQuick
import Klangraum

Rectangle {
    id: root

    property bool open: false
    property string current

    signal chosen(string id)

    visible: open
    radius: Theme.chipRadius
    color: Theme.surface2
    border.width: Theme.hairline
    border.color: Theme.line
    clip: true
    onOpenChanged: if (open) list.forceActiveFocus()

    MouseArea { anchors.fill: parent }
    ListView {
        id: list
        objectName: "panelChoices"
        anchors.fill: parent
        anchors.margins: 4 * Theme.s
        boundsBehavior: Flickable.StopAtBounds
        model: root.open ? Exhibit.training.available : []
        Keys.onEscapePressed: root.open = false
        Keys.onReturnPressed: root.take(model[currentIndex].id)
        delegate: Rectangle {
            id: row
            required property int index
            required property var modelData
            objectName: "choose-" + modelData.id
            width: list.width
            height: 36 * Theme.s
            radius: 6 * Theme.s
            color: touch.containsPress || list.activeFocus && list.currentIndex === index ? Theme.surface3 : "transparent"
            Accessible.role: Accessible.MenuItem
            Accessible.name: modelData.title
            Accessible.onPressAction: root.take(modelData.id)
            Text {
                x: 12 * Theme.s
                width: parent.width - 24 * Theme.s
                anchors.verticalCenter: parent.verticalCenter
                elide: Text.ElideRight
                text: row.modelData.title
                font: Theme.deskBody
                color: row.modelData.id === root.current ? Theme.you : Theme.t1
            }
            MouseArea {
                id: touch
                anchors.fill: parent
                onClicked: root.take(row.modelData.id)
            }
        }
    }

    function take(id) {
        open = false
        chosen(id)
    }
}
