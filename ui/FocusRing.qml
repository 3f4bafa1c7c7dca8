// White ring around the control that has the keyboard; shown only after a key.
import QtQuick
import Klangraum

Rectangle {
    required property Item control

    anchors.fill: parent
    anchors.margins: -8 * Theme.s
    visible: control.activeFocus && Exhibit.keysInUse
    color: "transparent"
    radius: (control.radius ?? Theme.buttonRadius) + 8 * Theme.s
    border.width: 4 * Theme.s
    border.color: Theme.ink
}
