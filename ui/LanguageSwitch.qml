// Both languages by name, the one in use marked.
import QtQuick
import Klangraum

Rectangle {
    id: root

    radius: Theme.buttonRadius
    color: Theme.bg
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Switch to German")
    Accessible.focusable: true
    Accessible.onPressAction: Exhibit.toggleLanguage()
    Keys.onReturnPressed: Exhibit.toggleLanguage()
    Keys.onEnterPressed: Exhibit.toggleLanguage()

    Rectangle {
        x: 6 * Theme.s + (Exhibit.language === "en" ? 0 : width)
        y: 6 * Theme.s
        width: root.width / 2 - 6 * Theme.s
        height: root.height - 12 * Theme.s
        radius: 16 * Theme.s
        color: Theme.surface3
        Behavior on x { NumberAnimation { duration: Theme.toggleMs; easing.type: Easing.InOutQuad } }
    }
    Row {
        Repeater {
            model: [["en", "English"], ["de", "Deutsch"]]
            delegate: Item {
                id: choice
                required property var modelData
                width: root.width / 2
                height: root.height
                Text {
                    anchors.centerIn: parent
                    text: choice.modelData[1]
                    font: Theme.label
                    color: Exhibit.language === choice.modelData[0] ? Theme.t1 : Theme.t3
                }
                TapHandler { onTapped: Exhibit.language = choice.modelData[0] }
            }
        }
    }
    FocusRing { control: root }
}
