// One installed model: idle, selected, loading, cannot run, failed.
import QtQuick
import Klangraum

Item {
    id: root

    required property int index
    required property string title
    required property string subtitle
    required property string status
    required property string problem
    required property string pattern
    required property var steps
    required property bool selected
    readonly property real radius: Theme.cardRadius
    readonly property bool failed: status === "failed"
    readonly property bool available: status === "ready" || status === "loading"

    objectName: "card-" + index
    activeFocusOnTab: true
    Accessible.role: Accessible.RadioButton
    Accessible.name: title + ", " + subtitle
    Accessible.description: problem
    Accessible.checkable: true
    Accessible.checked: selected
    Accessible.focusable: true
    Accessible.onPressAction: Exhibit.selectStyle(index)
    Keys.onReturnPressed: Exhibit.selectStyle(index)
    Keys.onEnterPressed: Exhibit.selectStyle(index)

    Rectangle {
        anchors.fill: parent
        radius: root.radius
        color: root.failed ? Theme.errorSurface : root.selected ? Theme.paper : !root.available ? Theme.surface1
                           : tap.pressed ? Theme.surface3 : Theme.surface2
        border.width: root.failed || tap.pressed ? 3 * Theme.s : 0
        border.color: root.failed ? Theme.error : Theme.you
        Behavior on color { ColorAnimation { duration: Theme.cardSwitchMs } }
    }
    CardPattern {
        x: 20 * Theme.s
        anchors.verticalCenter: parent.verticalCenter
        width: 76 * Theme.s
        height: Math.min(62 * Theme.s, root.height - 16 * Theme.s)
        kind: root.pattern
        steps: root.steps
        onPaper: root.selected
        opacity: root.failed || !root.available ? 0.35 : root.status === "loading" ? 0.55 : 1
    }
    Text {
        id: title
        x: 110 * Theme.s
        y: root.height / 2 - 29.5 * Theme.s
        width: root.width - x - 8 * Theme.s
        text: root.title
        font: root.selected && !root.failed ? Theme.bolder(Theme.title) : Theme.title
        elide: Text.ElideRight
        color: !root.available && !root.failed ? Theme.disabled : root.selected && !root.failed ? Theme.onPaper : Theme.t1
    }
    Text {
        x: title.x
        y: title.y + 33 * Theme.s
        width: title.width
        text: root.failed ? qsTr("does not start") : root.status === "unavailable" ? qsTr("not installed")
                          : root.status === "loading" ? qsTr("loading") : root.subtitle
        font: Theme.small
        elide: Text.ElideRight
        color: root.failed ? Theme.error : !root.available ? Theme.disabled
                           : root.selected ? Theme.onPaperSecondary : Theme.t3
    }
    Rectangle {
        visible: root.status === "loading"
        x: title.x
        y: root.height - 13 * Theme.s
        width: root.width - x - 24 * Theme.s
        height: 6 * Theme.s
        radius: height / 2
        color: root.selected ? Theme.t2 : Qt.rgba(0, 0, 0, 0.6)
        clip: true
        Rectangle { // how much is loaded is not known: a bar that runs
            width: parent.width * 0.4
            height: parent.height
            radius: parent.radius
            color: root.selected ? Theme.onPaper : Theme.t1
            NumberAnimation on x {
                running: root.status === "loading"
                loops: Animation.Infinite
                from: -120 * Theme.s
                to: 160 * Theme.s
                duration: 1200
            }
        }
    }
    FocusRing { control: root }
    TapHandler {
        id: tap
        enabled: root.available
        onTapped: Exhibit.selectStyle(root.index)
    }
}
