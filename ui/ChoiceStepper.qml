// One of a model's choices as a column: its words one above the other, one of them chosen.
import QtQuick
import Klangraum

Item {
    id: root

    required property int index
    required property string name
    required property string label
    required property var words
    required property int current
    readonly property real radius: Theme.faderRadius
    readonly property real trackY: 40 * Theme.s
    readonly property real cell: 340 * Theme.s / Math.max(1, words.length)

    activeFocusOnTab: true
    Accessible.role: Accessible.ComboBox
    Accessible.name: label
    Accessible.description: words[current] ?? ""
    Accessible.focusable: true
    Accessible.onIncreaseAction: root.choose(current + 1)
    Accessible.onDecreaseAction: root.choose(current - 1)
    Keys.onUpPressed: root.choose(current - 1)
    Keys.onDownPressed: root.choose(current + 1)

    function choose(choice) {
        Exhibit.choices.choose(root.index, Math.max(0, Math.min(root.words.length - 1, choice)))
    }

    Text {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.s
        text: root.label
        font: Theme.label
        color: Theme.t1
    }
    Rectangle {
        y: root.trackY
        width: parent.width
        height: 340 * Theme.s
        radius: root.radius
        color: Theme.faderTrack
    }
    Rectangle {
        x: -4 * Theme.s
        y: root.trackY + root.current * root.cell + 2 * Theme.s
        width: root.width + 8 * Theme.s
        height: root.cell - 4 * Theme.s
        radius: root.radius
        color: Theme.you
        Behavior on y { NumberAnimation { duration: Theme.gripMs; easing.type: Easing.OutQuad } }
    }
    Repeater {
        model: root.words
        delegate: Text {
            required property int index
            required property string modelData
            x: 4 * Theme.s
            y: root.trackY + index * root.cell
            width: root.width - 2 * x
            height: root.cell
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            wrapMode: Text.WordWrap
            fontSizeMode: Text.Fit
            minimumPixelSize: 13 * Theme.s
            text: modelData
            font: Theme.label
            color: index === root.current ? Theme.onYou : Theme.t2
        }
    }

    FocusRing { control: root }
    PointHandler {
        margin: 12 * Theme.s
        acceptedButtons: Qt.LeftButton
        onActiveChanged: if (active) root.choose(Math.floor((point.position.y - root.trackY) / root.cell))
        onPointChanged: if (active) root.choose(Math.floor((point.position.y - root.trackY) / root.cell))
    }
}
