// A square button with a picture only.
import QtQuick
import Klangraum

Rectangle {
    id: root

    property string name
    property string accessibleName

    signal triggered()

    radius: Theme.buttonRadius
    color: tap.pressed ? Theme.line : Theme.surface3
    border.width: tap.pressed ? 3 * Theme.s : 0
    border.color: Theme.you
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: accessibleName
    Accessible.focusable: true
    Accessible.onPressAction: root.triggered()
    Keys.onReturnPressed: root.triggered()
    Keys.onEnterPressed: root.triggered()

    Icon {
        anchors.centerIn: parent
        width: 26 * Theme.s
        height: width
        name: root.name
        color: Theme.t1
    }
    FocusRing { control: root }
    TapHandler {
        id: tap
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: root.triggered()
    }
}
