// Two octaves of keys to play on, with several fingers: what is played sounds, and the discriminator hears it.
import QtQuick
import Klangraum

Rectangle {
    id: root

    readonly property real s: Theme.s
    readonly property int lowest: 60 // C4
    readonly property int octaves: 2
    readonly property real keyWidth: (width - 2 * margin) / (7 * octaves + 1)
    readonly property real margin: 10 * s
    readonly property var whites: [0, 2, 4, 5, 7, 9, 11]
    readonly property var blacks: [1, 3, 6, 8, 10]
    property var held: ({}) // touch point to pitch
    readonly property var down: Object.values(held)

    implicitWidth: 640 * s
    implicitHeight: 128 * s
    radius: Theme.panelRadius
    color: Theme.surface2
    border.width: Theme.hairline
    border.color: Theme.line
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Keys")

    function whiteX(index) { return margin + index * keyWidth }
    // A black key stands over the border behind the white key below it.
    function blackX(pitch) {
        const step = pitch - lowest
        const before = root.whites.filter(white => white < step % 12).length + 7 * Math.floor(step / 12)
        return whiteX(before) - keyWidth * 0.3
    }
    function pitchAt(x, y) {
        if (y < margin + (height - 2 * margin) * 0.6) {
            for (let octave = 0; octave < octaves; ++octave) {
                for (const step of blacks) {
                    const pitch = lowest + 12 * octave + step
                    if (x >= blackX(pitch) && x < blackX(pitch) + keyWidth * 0.6)
                        return pitch
                }
            }
        }
        const index = Math.max(0, Math.min(7 * octaves, Math.floor((x - margin) / keyWidth)))
        return lowest + 12 * Math.floor(index / 7) + whites[index % 7]
    }
    function hold(point, pitch) {
        const now = Object.assign({}, held)
        if (now[point] === pitch)
            return
        if (now[point] !== undefined)
            Exhibit.thinking.release(now[point])
        if (pitch < 0) {
            delete now[point]
        } else {
            now[point] = pitch
            Exhibit.thinking.press(pitch)
        }
        held = now
    }
    function play(points) {
        for (let i = 0; i < points.length; ++i)
            hold(points[i].pointId, pitchAt(points[i].x, points[i].y))
    }
    function letGo(points) {
        for (let i = 0; i < points.length; ++i)
            hold(points[i].pointId, -1)
    }
    onVisibleChanged: Object.keys(held).forEach(point => hold(point, -1))

    Repeater {
        model: 7 * root.octaves + 1
        delegate: Rectangle {
            required property int index
            readonly property int pitch: root.lowest + 12 * Math.floor(index / 7) + root.whites[index % 7]
            objectName: "key-" + pitch
            x: root.whiteX(index) + 1
            y: root.margin
            width: root.keyWidth - 2
            height: root.height - 2 * root.margin
            radius: 4 * root.s
            color: root.down.includes(pitch) ? Theme.you : Theme.paper
        }
    }
    Repeater {
        model: 5 * root.octaves
        delegate: Rectangle {
            required property int index
            readonly property int pitch: root.lowest + 12 * Math.floor(index / 5) + root.blacks[index % 5]
            objectName: "key-" + pitch
            x: root.blackX(pitch)
            y: root.margin
            width: root.keyWidth * 0.6
            height: (root.height - 2 * root.margin) * 0.6
            radius: 3 * root.s
            color: root.down.includes(pitch) ? Theme.you : Theme.ink
        }
    }
    MultiPointTouchArea {
        anchors.fill: parent
        mouseEnabled: true
        onPressed: points => root.play(points)
        onUpdated: points => root.play(points)
        onReleased: points => root.letGo(points)
        onCanceled: points => root.letGo(points)
    }
}
