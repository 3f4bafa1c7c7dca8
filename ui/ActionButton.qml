// A button of the bottom bar: idle, pressed, latched, disabled, loading, error; one a screen is primary (orange).
import QtQuick
import Klangraum

Item {
    id: root

    property string text
    property string secondLine
    property string icon
    property real iconWidth: 32
    property bool primary: false
    property bool latched: false
    property bool loading: false
    property real progress: 0
    property bool error: false
    property string explanation
    property string accessibleName: text
    property var reserve: [] // texts that have to fit as well
    readonly property real radius: Theme.buttonRadius
    readonly property bool pressed: tap.pressed && enabled && !loading
    // As wide as the words: 24 px on both sides, 16 px between picture and words.
    readonly property real naturalWidth: {
        metrics.font // follows the scale
        let text = metrics.advanceWidth(root.text)
        for (const other of reserve)
            text = Math.max(text, metrics.advanceWidth(other))
        return Math.max(228 * Theme.s, text + (48 + (icon ? iconWidth + 20 : 0)) * Theme.s)
    }
    readonly property color ink: !enabled ? Theme.disabled : error || loading ? Theme.t1 : latched ? Theme.onPaper
                                          : primary && !pressed ? Theme.onYou : Theme.t1

    readonly property bool darkInk: enabled && !error && !loading && (latched || primary && !pressed)

    signal triggered()

    activeFocusOnTab: enabled
    scale: pressed ? 0.98 : 1
    Behavior on scale { NumberAnimation { duration: root.pressed ? Theme.pressMs : Theme.releaseMs } }

    Accessible.role: Accessible.Button
    Accessible.name: secondLine ? accessibleName + " " + secondLine : accessibleName
    Accessible.description: explanation
    Accessible.focusable: enabled
    Accessible.checkable: latched
    Accessible.checked: latched
    Accessible.onPressAction: root.trigger()
    Keys.onReturnPressed: root.trigger()
    Keys.onEnterPressed: root.trigger()

    function trigger() {
        if (enabled && !loading)
            triggered()
    }

    FontMetrics {
        id: metrics
        font: Theme.bolder(Theme.action)
    }

    Rectangle {
        anchors.fill: parent
        radius: root.radius
        color: !root.enabled ? Theme.surface1 : root.error ? Theme.errorSurface : root.loading ? Qt.darker(Theme.youDim, 2)
                             : root.pressed ? Theme.surface3 : root.latched ? Theme.paper
                             : root.primary ? Theme.you : Theme.surface2
        border.width: root.pressed || root.error ? 3 * Theme.s : 0
        border.color: root.error ? Theme.error : Theme.you
    }

    Row {
        id: content
        anchors.centerIn: parent
        anchors.verticalCenterOffset: root.loading ? -8 * Theme.s : 0
        spacing: 20 * Theme.s

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.icon !== "" && !root.loading
            name: root.error ? "cross" : root.icon
            width: (root.error ? 24 : root.iconWidth) * Theme.s
            height: 34 * Theme.s
            color: root.error ? Theme.error : root.ink
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            Text {
                id: words
                objectName: "words"
                text: root.text
                font: root.darkInk ? Theme.bolder(Theme.action) : Theme.action
                color: root.ink
            }
            Text {
                visible: text !== ""
                text: root.secondLine
                font: Theme.body
                color: Theme.t2
            }
        }
    }

    Rectangle {
        visible: root.loading
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 20 * Theme.s; bottomMargin: 16 * Theme.s }
        height: 8 * Theme.s
        radius: height / 2
        color: Qt.rgba(0, 0, 0, 0.6)
        Rectangle {
            height: parent.height
            radius: parent.radius
            width: Math.max(height, parent.width * Math.min(1, root.progress))
            color: Theme.you
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
