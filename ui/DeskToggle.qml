// One word that is on or off, or one of several in a row.
import QtQuick
import Klangraum

Item {
    id: root

    property string text
    property string accessibleName: text
    property bool on: false

    signal triggered()

    implicitWidth: word.implicitWidth + 20 * Theme.s
    implicitHeight: 44 * Theme.s
    activeFocusOnTab: true
    Accessible.role: Accessible.CheckBox
    Accessible.name: accessibleName
    Accessible.checkable: true
    Accessible.checked: on
    Accessible.onPressAction: root.triggered()
    Keys.onReturnPressed: root.triggered()
    Keys.onEnterPressed: root.triggered()

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        height: 30 * Theme.s
        radius: 8 * Theme.s
        color: root.on ? Theme.surface3 : "transparent"
    }
    Text {
        id: word
        anchors.centerIn: parent
        text: root.text
        font: Theme.deskBody
        color: root.on ? Theme.t1 : Theme.t3
    }
    FocusRing { control: root }
    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: root.triggered()
    }
}
