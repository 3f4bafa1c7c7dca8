// The instrument of all voices: five pictures, one of them chosen.
import QtQuick
import Klangraum

Item {
    id: root

    readonly property var programs: [0, 19, 48, 52, 81] // General MIDI
    readonly property var pictures: ["sound-piano", "sound-organ", "sound-strings", "sound-choir", "sound-synth"]
    readonly property var words: [qsTr("Piano"), qsTr("Organ"), qsTr("Strings"), qsTr("Choir"), qsTr("Synth")]
    readonly property int current: programs.indexOf(Exhibit.program)
    readonly property real radius: Theme.faderRadius
    readonly property real trackY: 40 * Theme.s
    readonly property real cell: 68 * Theme.s

    activeFocusOnTab: true
    Accessible.role: Accessible.ComboBox
    Accessible.name: qsTr("Sound")
    Accessible.description: words[current] ?? ""
    Accessible.focusable: true
    Accessible.onIncreaseAction: root.choose(current + 1)
    Accessible.onDecreaseAction: root.choose(current - 1)
    Keys.onUpPressed: root.choose(current - 1)
    Keys.onDownPressed: root.choose(current + 1)

    function choose(index) {
        Exhibit.program = programs[Math.max(0, Math.min(4, index))]
    }

    Text {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.s
        text: qsTr("Sound")
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
    Repeater {
        model: 4
        delegate: Rectangle {
            required property int index
            visible: index !== root.current && index + 1 !== root.current
            x: (root.width - width) / 2
            y: root.trackY + (index + 1) * root.cell - height / 2
            width: root.width - 40 * Theme.s
            height: 2 * Theme.s
            color: Theme.bg
        }
    }
    Rectangle {
        visible: root.current >= 0
        x: -4 * Theme.s
        y: root.trackY + root.current * root.cell - 2 * Theme.s
        width: root.width + 8 * Theme.s
        height: 72 * Theme.s
        radius: root.radius
        color: Theme.you
        Behavior on y { NumberAnimation { duration: Theme.gripMs; easing.type: Easing.OutQuad } }
    }
    Repeater {
        model: 5
        delegate: Icon {
            required property int index
            x: (root.width - width) / 2
            y: root.trackY + index * root.cell + (root.cell - height) / 2
            width: 52 * Theme.s
            height: 42 * Theme.s
            name: root.pictures[index]
            color: index === root.current ? Theme.onYou : Theme.t2
        }
    }
    Text {
        objectName: "word"
        anchors.horizontalCenter: parent.horizontalCenter
        y: 395 * Theme.s
        text: root.words[root.current] ?? ""
        font: Theme.label
        color: Theme.t1
    }

    FocusRing { control: root }
    PointHandler {
        margin: 12 * Theme.s
        acceptedButtons: Qt.LeftButton
        onActiveChanged: if (active) {
            Exhibit.midi.touch("sound")
            root.choose(Math.floor((point.position.y - root.trackY) / root.cell))
        }
        onPointChanged: if (active) root.choose(Math.floor((point.position.y - root.trackY) / root.cell))
    }
}
