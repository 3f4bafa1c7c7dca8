// A fader whose texture shows what it does. Drag anywhere in its column, tap to jump, double-tap for the default, long
// press for one sentence of explanation. On a MIDI knob: a badge, and a dashed line where the knob really is.
import QtQuick
import Klangraum

Item {
    id: root

    required property int index
    required property string name
    required property string label
    required property string help
    required property string texture
    required property real position
    required property real home
    required property string word
    required property string number
    required property int controller
    required property real takeover
    required property bool learning

    readonly property real radius: Theme.faderRadius
    readonly property bool dragging: point.active
    readonly property real trackY: 40 * Theme.s
    readonly property real trackHeight: 340 * Theme.s
    readonly property real gripHeight: 22 * Theme.s
    readonly property real travel: trackHeight - gripHeight
    // Centre of the grip; jumps glide, a drag is 1:1.
    property real gripY: trackY + gripHeight / 2 + (1 - position) * travel
    Behavior on gripY {
        enabled: !root.dragging
        NumberAnimation { duration: Theme.gripMs; easing.type: Easing.OutQuad }
    }

    z: dragging || explanation.visible ? 1 : 0
    opacity: enabled ? 1 : 0.32
    activeFocusOnTab: true
    Accessible.role: Accessible.Slider
    Accessible.name: label
    Accessible.description: number ? word + ", " + number : word
    Accessible.focusable: true
    Accessible.onIncreaseAction: Exhibit.controls.nudge(index, 0.05)
    Accessible.onDecreaseAction: Exhibit.controls.nudge(index, -0.05)
    Keys.onUpPressed: event => Exhibit.controls.nudge(index, event.modifiers & Qt.ShiftModifier ? 0.1 : 0.02)
    Keys.onDownPressed: event => Exhibit.controls.nudge(index, event.modifiers & Qt.ShiftModifier ? -0.1 : -0.02)
    Keys.onReturnPressed: Exhibit.controls.reset(index)
    Keys.onEnterPressed: Exhibit.controls.reset(index)

    function moveTo(y) {
        Exhibit.controls.setPosition(index, 1 - (y - trackY - gripHeight / 2) / travel)
    }

    Text { // reaches into the gaps; many faders have smaller words
        anchors.horizontalCenter: parent.horizontalCenter
        width: root.width + 22 * Theme.s
        horizontalAlignment: Text.AlignHCenter
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 13 * Theme.s
        elide: Text.ElideRight
        y: Theme.s
        text: root.label
        font: Theme.label
        color: root.learning ? Theme.you : Theme.t1
    }

    FaderTexture {
        y: root.trackY
        width: parent.width
        height: root.trackHeight
        kind: root.texture
        radius: root.radius
        background: Theme.faderTrack
        color: Qt.tint(Theme.faderTrack, Qt.alpha(Theme.t1, 0.17))
    }
    Item {
        y: root.gripY
        width: parent.width
        height: root.trackY + root.trackHeight - y
        clip: true
        FaderTexture {
            y: root.trackY - parent.y
            width: parent.width
            height: root.trackHeight
            kind: root.texture
            radius: root.radius
            background: Theme.faderFill
            color: Theme.t1
        }
    }
    Rectangle { // waits for a MIDI knob
        visible: root.learning
        y: root.trackY
        width: parent.width
        height: root.trackHeight
        radius: root.radius
        color: "transparent"
        border.width: 3 * Theme.s
        border.color: Theme.you
    }

    // Glow of the finger: two stacked circles.
    Repeater {
        model: root.dragging ? [62, 40] : []
        delegate: Rectangle {
            required property real modelData
            x: root.width / 2 - modelData * Theme.s
            y: root.gripY - modelData * Theme.s
            width: 2 * modelData * Theme.s
            height: width
            radius: width / 2
            color: Theme.you
            opacity: 0.18
        }
    }
    Rectangle {
        id: grip
        x: -6 * Theme.s
        y: root.gripY - height / 2
        width: parent.width + 12 * Theme.s
        height: root.gripHeight
        radius: height / 2
        color: Theme.you
        Rectangle {
            anchors.centerIn: parent
            width: 44 * Theme.s
            height: 4 * Theme.s
            radius: height / 2
            color: Theme.onYou
            opacity: 0.85
        }
    }
    Row { // dashes: where the knob is until it has met the grip
        visible: root.takeover >= 0
        x: -4 * Theme.s
        y: root.trackY + root.gripHeight / 2 + (1 - Math.max(0, root.takeover)) * root.travel
        spacing: 6 * Theme.s
        Repeater {
            model: Math.floor((root.width / Theme.s + 8) / 14)
            delegate: Rectangle {
                width: 8 * Theme.s
                height: 3 * Theme.s
                color: Theme.ink
            }
        }
    }
    Rectangle {
        visible: root.controller >= 0
        anchors.right: parent.right
        anchors.rightMargin: -8 * Theme.s
        y: root.trackY + 10 * Theme.s
        width: 84 * Theme.s
        height: 40 * Theme.s
        radius: Theme.chipRadius
        color: Theme.surface3
        Row {
            anchors.centerIn: parent
            spacing: 8 * Theme.s
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                width: 22 * Theme.s
                height: width
                name: "midi"
                color: Theme.t1
            }
            Text {
                text: root.controller
                font: Theme.data
                color: Theme.t1
            }
        }
    }

    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 395 * Theme.s
        spacing: 24 * Theme.s
        Text {
            objectName: "word"
            width: Math.min(implicitWidth, root.width + 22 * Theme.s)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 13 * Theme.s
            text: root.word
            font: Theme.label
            color: Theme.t1
        }
        Text {
            visible: root.number !== "" && root.width > 100 * Theme.s
            y: 3 * Theme.s
            text: root.number
            font: Theme.data
            color: Theme.t3
        }
    }

    // Beside the finger: the value.
    Rectangle {
        visible: root.dragging
        x: root.width + 16 * Theme.s
        y: root.gripY - height / 2
        width: bubble.width + 28 * Theme.s
        height: 60 * Theme.s
        radius: 14 * Theme.s
        color: Theme.paper
        Rectangle {
            x: -width / 2
            anchors.verticalCenter: parent.verticalCenter
            width: 14 * Theme.s
            height: width
            rotation: 45
            color: parent.color
        }
        Text {
            id: bubble
            anchors.centerIn: parent
            text: root.number || root.word
            font: root.number ? Theme.dataXL : Theme.label
            fontSizeMode: Text.FixedSize
            color: Theme.onPaper
            scale: root.number ? 0.75 : 1
        }
    }
    Explanation {
        id: explanation
        anchors.bottom: parent.top
        anchors.bottomMargin: 8 * Theme.s
        anchors.horizontalCenter: parent.horizontalCenter
        text: root.help
    }

    FocusRing { control: root }
    PointHandler {
        id: point
        margin: 12 * Theme.s
        acceptedButtons: Qt.LeftButton
        onActiveChanged: {
            if (!active)
                return
            Exhibit.midi.touch(root.name)
            Exhibit.midi.forget(root.name)
            root.moveTo(point.point.position.y)
        }
        onPointChanged: if (active) root.moveTo(point.point.position.y)
    }
    TapHandler {
        margin: 12 * Theme.s
        longPressThreshold: 0.6
        onDoubleTapped: Exhibit.controls.reset(root.index)
        onLongPressed: explanation.show()
    }
}
