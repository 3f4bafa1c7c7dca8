// A button of the training room: a desk's size, 44 px to hit. Paper where it is the main one.
import QtQuick
import Klangraum

Rectangle {
    id: root

    property string text
    property string icon
    property string accessibleName: text
    property bool primary: false
    property bool latched: false
    readonly property color ink: !enabled ? Theme.disabled : primary ? Theme.onPaper : latched ? Theme.you : Theme.t1

    signal triggered()

    implicitWidth: content.width + 28 * Theme.s
    implicitHeight: 44 * Theme.s
    radius: Theme.chipRadius
    color: !enabled ? Theme.surface1 : primary ? Theme.paper : tap.pressed ? Theme.surface3 : Theme.surface2
    border.width: tap.pressed ? 2 * Theme.s : 0
    border.color: Theme.you
    activeFocusOnTab: enabled
    Accessible.role: Accessible.Button
    Accessible.name: accessibleName
    Accessible.focusable: enabled
    Accessible.checkable: latched
    Accessible.checked: latched
    Accessible.onPressAction: root.trigger()
    Keys.onReturnPressed: root.trigger()
    Keys.onEnterPressed: root.trigger()

    function trigger() {
        if (enabled)
            triggered()
    }

    Row {
        id: content
        anchors.centerIn: parent
        spacing: 9 * Theme.s
        Icon {
            visible: root.icon !== ""
            anchors.verticalCenter: parent.verticalCenter
            width: 16 * Theme.s
            height: width
            name: root.icon
            color: root.ink
        }
        Text {
            visible: text !== ""
            anchors.verticalCenter: parent.verticalCenter
            text: root.text
            font: Theme.deskTitle
            color: root.ink
        }
    }
    FocusRing { control: root }
    TapHandler {
        id: tap
        enabled: root.enabled
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: root.trigger()
    }
}
