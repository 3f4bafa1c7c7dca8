// How a morph goes on, in words; a tap changes it.
import QtQuick
import Klangraum

Rectangle {
    id: root

    required property bool withinBar

    width: pace.implicitWidth + 40 * Theme.s
    height: 56 * Theme.s
    radius: height / 2
    color: Theme.surface3
    border.width: 2 * Theme.s
    border.color: Theme.you

    Accessible.role: Accessible.CheckBox
    Accessible.name: qsTr("within the bar")
    Accessible.checked: root.withinBar

    Text {
        id: pace
        anchors.centerIn: parent
        text: root.withinBar ? qsTr("within the bar") : qsTr("bar by bar")
        color: Theme.t1
        font: Theme.small
    }
}
