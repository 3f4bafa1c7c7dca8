// The other language, by its letters.
import QtQuick
import Klangraum

Rectangle {
    id: root

    radius: Theme.buttonRadius
    color: tap.pressed ? Theme.surface3 : Theme.surface2
    border.width: tap.pressed ? 3 * Theme.s : 0
    border.color: Theme.you
    scale: tap.pressed ? 0.98 : 1

    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Switch to German")
    Accessible.focusable: true
    Accessible.onPressAction: Exhibit.toggleLanguage()
    Keys.onReturnPressed: Exhibit.toggleLanguage()
    Keys.onEnterPressed: Exhibit.toggleLanguage()

    Text {
        anchors.centerIn: parent
        text: Exhibit.language === "en" ? "DE" : "EN"
        font: Theme.title
        color: Theme.t1
    }
    FocusRing { control: root }
    TapHandler {
        id: tap
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: Exhibit.toggleLanguage()
    }
}
