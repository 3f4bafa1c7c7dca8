// A few entries of which one is chosen.
import QtQuick
import Klangraum

Rectangle {
    id: root

    property var entries: [] // [{ title, text }]
    property int chosen: 0

    signal picked(int index)

    onChosenChanged: show(chosen)
    function show(index) { list.positionViewAtIndex(index, ListView.Contain) }

    height: Math.min(4, Math.max(1, entries.length)) * 52 * Theme.s + 8 * Theme.s
    radius: Theme.chipRadius
    color: Theme.surface1
    clip: true
    activeFocusOnTab: true
    Accessible.role: Accessible.List
    Keys.onUpPressed: if (chosen > 0) picked(chosen - 1)
    Keys.onDownPressed: if (chosen + 1 < entries.length) picked(chosen + 1)

    ListView {
        id: list
        anchors.fill: parent
        anchors.margins: 4 * Theme.s
        boundsBehavior: Flickable.StopAtBounds
        model: root.entries
        delegate: Rectangle {
            id: row
            required property int index
            required property var modelData
            objectName: "choice-" + modelData.title
            width: list.width
            height: 52 * Theme.s
            radius: 8 * Theme.s
            color: index === root.chosen ? Theme.surface3 : "transparent"
            Accessible.role: Accessible.RadioButton
            Accessible.name: modelData.title
            Accessible.checked: index === root.chosen
            Accessible.onPressAction: root.picked(index)
            Text {
                x: 14 * Theme.s
                y: 7 * Theme.s
                text: row.modelData.title
                font: Theme.deskTitle
                color: row.index === root.chosen ? Theme.you : Theme.t1
            }
            Text {
                x: 14 * Theme.s
                y: 28 * Theme.s
                width: parent.width - 28 * Theme.s
                elide: Text.ElideRight
                text: row.modelData.text
                font: Theme.deskBody
                color: Theme.t2
            }
            MouseArea {
                anchors.fill: parent
                onClicked: root.picked(row.index)
            }
        }
    }
    FocusRing { control: root }
}
