// The sound map: touch it anywhere and the music goes there. One finger at a time; the exhibit's Pad holds the state.
import QtQuick
import Klangraum

Item {
    id: root

    property Pad pad: Exhibit.pad
    property int bar: Exhibit.bar // of the transport: a white dot on the trail at every bar
    property bool focused: false // keyboard focus, after a key
    property bool calm: false // no ghost, no glides
    property int hintAfterMs: 8000

    readonly property bool broken: !root.pad.available && !root.pad.loading
    readonly property bool drawing: !root.broken && !(root.pad.available && map.ready)
    property bool handling: false // a finger holds the puck
    property int pin: -1 // that a finger holds
    readonly property bool hinting: hint.visible

    // Shows the hint now, as when somebody touches the roll.
    function showHint() {
        if (!root.calm && !touch.active && root.pad.available)
            hint.visible = true
    }
    function px(x: real, y: real): point {
        return Qt.point(map.inset + (x + 1) / 2 * (width - 2 * map.inset),
                        map.inset + (1 - y) / 2 * (height - 2 * map.inset))
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Sound map, two axes: %1, %2")
        .arg(root.pad.leftWord + " – " + root.pad.rightWord).arg(root.pad.bottomWord + " – " + root.pad.topWord)

    LatentPadDrawing {
        anchors.fill: parent
        visible: root.drawing || reveal.running
        running: root.drawing
        text: qsTr("Drawing the map …")
    }

    // The map, from top to bottom when it is new.
    Item {
        width: parent.width
        height: parent.height * map.shown
        clip: map.shown < 1
        visible: root.pad.available && map.ready

        SoundMapImage {
            id: map

            property real shown: 1

            width: root.width
            height: root.height
            unit: Theme.s
            pad: root.pad
            onReadyChanged: if (ready && !root.calm) reveal.restart()

            NumberAnimation on shown {
                id: reveal
                running: false
                from: 0
                to: 1
                duration: 700
                easing.type: Easing.OutCubic
            }
        }
    }

    Item {
        id: living

        anchors.fill: parent
        visible: root.pad.available && map.ready && map.shown === 1
        clip: true

        LatentPadLabel {
            id: title
            x: Math.round(22 * Theme.s)
            y: Math.round(16 * Theme.s)
            text: qsTr("Sound map")
            font: Theme.title
            color: Theme.t1
            casing: 4 * Theme.s
        }
        LatentPadLabel {
            id: subtitle
            x: title.x
            y: Math.round(50 * Theme.s)
            text: qsTr("each point is one of %1 pieces").arg(root.pad.pieces)
            font: Theme.small
            color: Theme.t1
            casing: 4 * Theme.s
        }
        component AxisWord: LatentPadLabel {
            font: Theme.small
            color: Theme.t1
            casing: 4 * Theme.s
            visible: text !== ""
        }
        AxisWord {
            id: leftWord
            x: Math.round(18 * Theme.s)
            anchors.verticalCenter: parent.verticalCenter
            text: root.pad.leftWord
        }
        AxisWord {
            id: rightWord
            anchors.right: parent.right
            anchors.rightMargin: Math.round(18 * Theme.s)
            anchors.verticalCenter: parent.verticalCenter
            text: root.pad.rightWord
        }
        AxisWord {
            id: topWord
            anchors.horizontalCenter: parent.horizontalCenter
            y: Math.round(12 * Theme.s)
            text: root.pad.topWord
        }
        AxisWord {
            id: bottomWord
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Math.round(10 * Theme.s)
            text: root.pad.bottomWord
        }

        Repeater {
            id: landmarks
            model: map.landmarks
            Landmark {
                required property var modelData
                readonly property point at: root.px(modelData.x, modelData.y)
                x: Math.round(at.x)
                y: Math.round(at.y)
                title: modelData.title
            }
            onItemAdded: arrange.restart()
        }
        Timer {
            id: arrange
            interval: 0
            onTriggered: living.arrangeLandmarks()
        }

        // Every name beside its diamond where it covers neither words nor another landmark; else only the diamond. A
        // diamond that would lie on words is left out.
        function arrangeLandmarks() {
            const apart = (a, b) => a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y
            const taken = [title, subtitle, leftWord, rightWord, topWord, bottomWord]
                .filter(item => item.text !== "").map(item => Qt.rect(item.x, item.y, item.width, item.height))
            taken.push(hint.words)
            for (const pin of [pinA, pinB])
                taken.push(Qt.rect(pin.x - 22 * Theme.s, pin.y - 22 * Theme.s, 44 * Theme.s, 44 * Theme.s))
            const marks = []
            for (let i = 0; i < landmarks.count; ++i) {
                const mark = landmarks.itemAt(i)
                const area = Qt.rect(mark.x - mark.gap / 2, mark.y - mark.gap / 2, mark.gap, mark.gap)
                const clear = taken.every(words => apart(words, area))
                mark.visible = clear // reads false while the whole map is hidden
                if (clear)
                    marks.push(mark)
            }
            for (const mark of marks)
                taken.push(Qt.rect(mark.x - mark.gap / 2, mark.y - mark.gap / 2, mark.gap, mark.gap))
            const edge = 10 * Theme.s
            for (const mark of marks) {
                let side = -1
                for (let candidate = 0; candidate < 4 && side < 0; ++candidate) {
                    const words = mark.wordsAt(candidate)
                    const box = Qt.rect(words.x + mark.x, words.y + mark.y, words.width, words.height)
                    const inside = box.x > edge && box.x + box.width < root.width - edge
                        && box.y > edge && box.y + box.height < root.height - edge
                    if (inside && taken.every(other => apart(box, other))) {
                        side = candidate
                        taken.push(box)
                    }
                }
                mark.side = side
            }
        }

        Landmark { // the visitor's own music
            readonly property point at: root.px(Exhibit.own.x, Exhibit.own.y)
            objectName: "ownMusic"
            x: Math.round(at.x)
            y: Math.round(at.y)
            visible: root.pad === Exhibit.pad && Exhibit.own.onMap
            title: Exhibit.own.name !== "" ? Exhibit.own.name : qsTr("Your phrase")
            color: Theme.you
            side: at.x < root.width * 0.7 ? 0 : 1
        }

        GestureTrail {
            id: trail
            anchors.fill: parent
            unit: Theme.s
            color: Theme.you
            fadeMs: Theme.trailFadeMs
        }

        LatentPadMorphLine {
            from: root.px(root.pad.pinA.x, root.pad.pinA.y)
            to: root.px(root.pad.pinB.x, root.pad.pinB.y)
            position: root.pad.morphPosition
            visible: root.pad.morphing
        }
        MapPin {
            id: pinA
            readonly property point at: root.px(root.pad.pinA.x, root.pad.pinA.y)
            x: at.x
            y: at.y
            letter: "A"
            held: root.pin === 0
        }
        MapPin {
            id: pinB
            readonly property point at: root.px(root.pad.pinB.x, root.pad.pinB.y)
            x: at.x
            y: at.y
            letter: "B"
            held: root.pin === 1
        }

        GlidingPuck {
            id: puck
            target: root.px(root.pad.x, root.pad.y)
            calm: root.calm
            spread: root.pad.spread
            held: root.handling
            focused: root.focused
        }
        Text {
            x: Math.round(puck.x - width / 2)
            y: Math.round(puck.y - (puck.y > 90 * Theme.s ? 76 : -46) * Theme.s)
            visible: root.pad.morphing
            text: qsTr("%1 %").arg(Math.round(100 * root.pad.morphPosition))
            color: Theme.t1
            font: Theme.data
        }

        MorphPace {
            id: pace
            objectName: "withinBar"
            x: 18 * Theme.s
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 14 * Theme.s
            visible: root.pad.morphing && root.pad.canWithinBar
            z: 1
            withinBar: root.pad.withinBar
        }

        // Fills under the finger until the pin is set.
        LatentPadRing {
            id: holdRing

            property point at

            x: at.x - width / 2
            y: at.y - height / 2
            visible: sweep > 0.2
            radius: 52 * Theme.s
            thickness: 5 * Theme.s
            color: Theme.ink
            sweep: 0

            NumberAnimation on sweep {
                running: touch.waiting && root.pin < 0
                from: 0
                to: 1
                duration: touch.longPressMs
                onRunningChanged: if (!running) holdRing.sweep = 0
            }
        }
        HintGhost {
            id: hint

            anchors.fill: parent
            visible: false
            fromX: puck.x
            fromY: puck.y
        }
    }
    Timer {
        running: living.visible && !touch.active && !hint.visible && !root.pad.morphing && !root.calm
        interval: root.hintAfterMs
        onTriggered: root.showHint()
    }

    Connections {
        target: root.pad
        function onJumped() {
            puck.leap()
            trail.lift()
        }
        function onPositionChanged() {
            puck.glide(root.handling ? Theme.gripMs : Theme.puckToTargetMs)
            const at = root.px(root.pad.x, root.pad.y)
            trail.extend(at.x, at.y)
        }
        function onModelChanged() { trail.clear() }
        function onWordsChanged() { arrange.restart() }
    }
    onBarChanged: trail.mark()
    onWidthChanged: { trail.clear(); arrange.restart() }
    onHeightChanged: { trail.clear(); arrange.restart() }

    LatentPadTouch {
        id: touch

        // The landmark or pin near (x, y) px, or -1.
        function landmarkAt(x: real, y: real): int {
            for (let i = 0; i < landmarks.count; ++i) {
                const at = landmarks.itemAt(i)
                if (Math.hypot(at.x - x, at.y - y) < 36 * Theme.s)
                    return i
            }
            return -1
        }
        function pinAt(x: real, y: real): int {
            const a = root.px(root.pad.pinA.x, root.pad.pinA.y)
            const b = root.px(root.pad.pinB.x, root.pad.pinB.y)
            const toA = Math.hypot(a.x - x, a.y - y), toB = Math.hypot(b.x - x, b.y - y)
            return Math.min(toA, toB) > 28 * Theme.s ? -1 : toA <= toB ? 0 : 1
        }

        // A tap on the word that says how a morph goes on.
        function changesPace(x: real, y: real): bool {
            if (!pace.visible || !pace.contains(pace.mapFromItem(touch, x, y)))
                return false
            root.pad.withinBar = !root.pad.withinBar
            return true
        }

        anchors.fill: parent
        enabled: living.visible
        unit: Theme.s

        onPressed: (x, y) => {
            hint.visible = false
            if (changesPace(x, y))
                return
            root.pin = root.pad.morphing ? -1 : pinAt(x, y)
            if (root.pin >= 0)
                return
            holdRing.at = Qt.point(x, y)
            const to = map.toPad(Qt.point(x, y))
            root.handling = true
            puck.leap()
            root.pad.press(to.x, to.y)
            puck.leaping = false
        }
        onDragged: (x, y) => {
            const to = map.toPad(Qt.point(x, y))
            if (root.pin >= 0)
                root.pad.setPin(root.pin, to.x, to.y)
            else if (root.handling)
                root.pad.drag(to.x, to.y)
        }
        onReleased: {
            root.pin = -1
            if (root.handling)
                root.pad.release()
            root.handling = false
        }
        onDoubleTapped: (x, y) => {
            hint.visible = false
            if (changesPace(x, y))
                return
            const i = landmarkAt(x, y)
            if (i >= 0)
                root.pad.moveTo(map.landmarks[i].x, map.landmarks[i].y)
            else
                root.pad.home()
        }
        onLongPressed: (x, y) => {
            if (root.pin >= 0 || !root.handling)
                return
            const to = map.toPad(Qt.point(x, y))
            root.pad.dropPin(to.x, to.y)
        }
    }

    LatentPadBroken {
        anchors.fill: parent
        visible: root.broken
        text: qsTr("No map for this network")
    }
}
