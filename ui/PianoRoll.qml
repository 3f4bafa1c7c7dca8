// The piano roll: what has been heard, what is decided, what is still open, on one time axis under a fixed playhead. Of a
// model that makes sound, its outline and spectrum in the place of notes and keys.
// Watching only; a touch asks for the hint on the map.
//
// Use: PianoRoll { id: roll } GestureLane { roll: roll } LatentPad { id: map }, and roll.onTouched: map.showHint().
// Everything comes from the exhibit by itself.
import QtQuick
import Klangraum

Item {
    id: root

    property alias notes: notes
    property GestureLaneCurve lane // that shows the gestures beneath; GestureLane sets it
    property bool paused: !Exhibit.playing
    property bool stopped: Exhibit.restarting // the network's thread has stopped and is being restarted
    property bool labels: true
    readonly property bool thinks: Exhibit.thinking.available
    readonly property bool pitched: !Exhibit.makesSound

    readonly property bool late: notes.late && !root.paused
    readonly property real playheadX: Math.round(root.width * 1214 / 1920)

    signal touched()

    clip: true
    Accessible.role: Accessible.Graphic
    Accessible.name: pitched ? qsTr("Piano roll") : qsTr("Sound")

    PianoRollFeed {
        exhibit: Exhibit
        notes: notes
        lane: root.lane
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.stage
    }

    PianoRollNotes {
        id: notes

        anchors.fill: parent
        opacity: root.stopped ? 0.3 : root.paused ? 0.55 : 1
        unit: Theme.s
        playheadX: root.playheadX
        keyboardWidth: root.pitched ? Math.round(104 * Theme.s) : 0
        keyboard: keys
        pitched: root.pitched

        Behavior on opacity { NumberAnimation { duration: Theme.toggleMs } }

        // Light over what is decided and over what is open.
        Rectangle {
            z: -9
            x: root.playheadX
            width: Math.max(0, notes.writeHeadX - x)
            height: parent.height
            gradient: Gradient {
                orientation: Gradient.Horizontal
                GradientStop { position: 0; color: "#13ffffff" }
                GradientStop { position: 1; color: "#08ffffff" }
            }
        }
        Rectangle {
            z: -9
            x: notes.writeHeadX
            width: Math.max(0, parent.width - x)
            height: parent.height
            gradient: Gradient {
                orientation: Gradient.Horizontal
                GradientStop { position: 0; color: "#0cffffff" }
                GradientStop { position: 1; color: "#00ffffff" }
            }
        }

        SoundRoll {
            objectName: "sound"
            z: -8.5
            anchors.fill: parent
            exhibit: Exhibit
            notes: notes
        }
        Rectangle { // what the finger may still change
            z: -8.4
            x: notes.writeHeadX
            width: Math.max(0, parent.width - x)
            height: parent.height
            visible: !root.pitched
            color: Theme.stage
            opacity: 0.45
        }

        // Bar and beat lines: as many bars as fit; the one that leaves on the left comes back on the right.
        Item {
            id: grid

            z: -8
            x: notes.layerX
            height: parent.height

            Repeater {
                id: bars

                model: Math.ceil(root.width / Math.max(notes.barWidth, 1)) + 1
                delegate: Item {
                    id: bar

                    required property int index
                    readonly property int number: {
                        const n = bars.count
                        const phase = (bar.index - notes.originBar) % n
                        return notes.originBar + (phase < 0 ? phase + n : phase)
                    }

                    x: Math.round((bar.number - notes.originBar) * notes.barWidth)
                    height: grid.height
                    visible: bar.number > 0

                    Repeater {
                        model: notes.beatsPerBar
                        Rectangle {
                            required property int index
                            x: Math.round(index * notes.barWidth / notes.beatsPerBar)
                            width: Theme.hairline
                            height: bar.height
                            color: Theme.ink
                            opacity: index === 0 ? 0.17 : 0.05
                        }
                    }
                    Text {
                        x: Math.round(8 * Theme.s)
                        anchors.bottom: parent.bottom
                        anchors.bottomMargin: Math.round(3 * Theme.s)
                        text: bar.number
                        color: Theme.t3
                        font: Theme.data
                    }
                }
            }
        }

        // What the network thinks aloud: where it listens back to, what the visitor overruled, its bets.
        AttentionArcs {
            z: 4
            x: notes.layerX
            width: root.width + notes.barWidth
            height: parent.height
            visible: root.thinks && Exhibit.thinking.lookBacks.length > 0
            notes: notes
            originBar: notes.originBar
            looks: Exhibit.thinking.lookBacks
            tick: Exhibit.thinking.tick
            pitch: Exhibit.thinking.likeliest
        }
        Item {
            z: 4
            x: notes.layerX
            visible: root.thinks
            Repeater {
                model: Exhibit.thinking.surprises
                delegate: Rectangle {
                    required property var tick
                    required property int pitch
                    required property bool forced
                    visible: forced && pitch >= 0
                    x: { notes.originBar; notes.barWidth; return Math.round(notes.inLayer(tick)) - 4 * Theme.s }
                    y: { notes.rowHeight; return notes.yOf(pitch) - height / 2 }
                    width: Math.round(notes.barWidth / 8)
                    height: Math.round(notes.rowHeight * 1.3 + 12 * Theme.s)
                    radius: height / 2
                    color: "transparent"
                    border.width: Math.max(2, Math.round(3 * Theme.s))
                    border.color: Theme.you
                }
            }
        }
        NextColumn {
            objectName: "nextColumn"
            z: 5
            anchors.fill: parent
            visible: root.thinks && !root.stopped
            notes: notes
        }

        // The past sinks away towards the keyboard.
        Rectangle {
            z: 5
            x: notes.keyboardWidth
            width: 140 * Theme.s
            height: parent.height
            gradient: Gradient {
                orientation: Gradient.Horizontal
                GradientStop { position: 0; color: Theme.stage }
                GradientStop { position: 1; color: Qt.alpha(Theme.stage, 0) }
            }
        }
        PitchKeyboard {
            id: keys

            z: 6
            width: notes.keyboardWidth
            height: parent.height
            visible: root.pitched

            // The keys can be played: the network takes the phrase up where it listens.
            MouseArea {
                objectName: "keys"
                property int pitch: -1
                function hold(wanted) {
                    if (wanted === pitch)
                        return
                    if (pitch >= 0)
                        Exhibit.thinking.release(pitch)
                    pitch = wanted
                    if (pitch >= 0)
                        Exhibit.thinking.press(pitch)
                }
                anchors.fill: parent
                preventStealing: true
                onPressed: mouse => hold(notes.pitchAt(mouse.y))
                onPositionChanged: mouse => hold(notes.pitchAt(mouse.y))
                onReleased: hold(-1)
                onCanceled: hold(-1)
            }
        }
        WriteHead {
            z: 7
            x: Math.round(notes.writeHeadX) - 1
            height: parent.height
            light: Math.min(36 * Theme.s, Math.max(0, notes.writeHeadX - root.playheadX))
            visible: !root.stopped
        }
        Playhead {
            z: 8
            x: root.playheadX - Math.round(width / 2)
            height: parent.height
        }

        // heard | decided : still open. Where the write head is near, "still open" stands right of "decided".
        Item {
            id: words

            z: 9
            y: Math.round(8 * Theme.s)
            visible: root.labels && !root.stopped && !root.paused && !root.thinks

            Text {
                x: root.playheadX - width - Math.round(16 * Theme.s)
                text: qsTr("heard")
                color: Theme.t3
                font: Theme.label
            }
            Text {
                id: decided
                x: root.playheadX + Math.round(16 * Theme.s)
                text: qsTr("decided")
                color: Theme.t1
                font: Theme.label
            }
            Row {
                x: Math.max(Math.round(notes.writeHeadX + 16 * Theme.s), decided.x + decided.width + Math.round(24 * Theme.s))
                spacing: Math.round(12 * Theme.s)
                visible: !root.late
                Text {
                    text: qsTr("still open")
                    color: Theme.t1
                    font: Theme.label
                }
                Text {
                    text: qsTr("follows your finger")
                    color: Theme.you
                    font: Theme.label
                }
            }
        }
    }

    // The network is late: three dots where its next notes would be; the sound holds the last chord.
    Row {
        x: root.playheadX + Math.round(36 * Theme.s)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Math.round(14 * Theme.s)
        visible: root.late && !root.stopped

        Accessible.role: Accessible.AlertMessage
        Accessible.name: qsTr("Waiting for the network")

        Repeater {
            model: 3
            Rectangle {
                id: dot
                required property int index
                width: Math.round(16 * Theme.s)
                height: width
                radius: width / 2
                color: Theme.ink
                opacity: 0.25
                SequentialAnimation on opacity {
                    running: root.late
                    loops: Animation.Infinite
                    PauseAnimation { duration: 200 * dot.index }
                    NumberAnimation { to: 1; duration: 200 }
                    NumberAnimation { to: 0.25; duration: 400 }
                    PauseAnimation { duration: 400 - 200 * dot.index }
                }
            }
        }
    }

    // Paused.
    Rectangle {
        anchors.centerIn: parent
        width: Math.round(112 * Theme.s)
        height: width
        radius: width / 2
        color: Theme.paper
        visible: root.paused && !root.stopped

        Row {
            anchors.centerIn: parent
            spacing: Math.round(12 * Theme.s)
            Repeater {
                model: 2
                Rectangle {
                    width: Math.round(12 * Theme.s)
                    height: Math.round(40 * Theme.s)
                    radius: width / 4
                    color: Theme.onPaper
                }
            }
        }
    }

    // The network stopped.
    Rectangle {
        anchors.fill: parent
        anchors.margins: Math.round(2 * Theme.s)
        visible: root.stopped
        color: "transparent"
        radius: Theme.rollRadius
        border.width: Math.max(2, Math.round(3 * Theme.s))
        border.color: Theme.error

        Row {
            anchors.centerIn: parent
            spacing: Math.round(24 * Theme.s)

            Item {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.round(36 * Theme.s)
                height: width
                Repeater {
                    model: [45, -45]
                    Rectangle {
                        required property int modelData
                        anchors.centerIn: parent
                        width: parent.width
                        height: Math.max(2, Math.round(4 * Theme.s))
                        radius: height / 2
                        rotation: modelData
                        antialiasing: true
                        color: Theme.error
                    }
                }
            }
            Column {
                Text {
                    text: qsTr("The network stopped.")
                    color: Theme.t1
                    font: Theme.title
                }
                Text {
                    text: qsTr("Restarting …")
                    color: Theme.t2
                    font: Theme.body
                }
            }
        }
    }

    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: root.touched()
    }
}
