// The bets of the network on the roll, where the next notes would begin: a bar a pitch, as long as it is likely.
import QtQuick
import Klangraum

Item {
    id: root

    required property PianoRollNotes notes
    readonly property var thinking: Exhibit.thinking
    // The column stands at most a beat and a step to the right of the playhead.
    readonly property real longest: Math.max(120 * Theme.s, Math.min(1180 * Theme.s,
        width - notes.playheadX - 1.25 * notes.barWidth / notes.beatsPerBar - 170 * Theme.s))

    Item { // moves with the music; the bars stand still in it
        x: root.notes.layerX

        Repeater {
            model: root.thinking.column
            delegate: Item {
                id: bet

                required property int pitch
                required property int voice
                required property string name
                required property real probability
                required property bool labelled
                required property bool forced

                x: { root.notes.originBar; root.notes.barWidth; return root.notes.inLayer(root.thinking.tick) }
                y: { root.notes.rowHeight; return root.notes.yOf(pitch) - height / 2 }
                height: Math.max(3, root.notes.rowHeight * 0.8)

                Rectangle {
                    width: 10 * Theme.s + root.longest * bet.probability
                    height: parent.height
                    radius: height / 2
                    color: bet.forced ? Theme.you : Theme.voice(bet.voice)
                    opacity: 0.35 + 0.65 * Math.min(1, bet.probability * 2)
                    Text {
                        anchors.left: parent.right
                        anchors.leftMargin: 18 * Theme.s
                        anchors.verticalCenter: parent.verticalCenter
                        visible: bet.labelled
                        text: bet.name + "  "
                        font: Theme.bolder(Theme.small)
                        color: Theme.t1
                        Text {
                            anchors.left: parent.right
                            anchors.baseline: parent.baseline
                            text: Math.round(bet.probability * 100) + " %"
                            font: Theme.data
                            color: Theme.t2
                        }
                    }
                }
            }
        }
    }

    Rectangle { // so that the words can be read over long bars
        anchors.fill: words
        anchors.margins: -14 * Theme.s
        radius: Theme.chipRadius
        color: Theme.stage
        opacity: 0.72
    }
    Column {
        id: words
        anchors.right: parent.right
        anchors.rightMargin: 40 * Theme.s
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 24 * Theme.s
        Text {
            anchors.right: parent.right
            text: qsTr("What comes next?")
            font: Theme.h2
            color: Theme.t1
        }
        Text {
            anchors.right: parent.right
            text: qsTr("the bets of the network for the next note")
            font: Theme.small
            color: Theme.t2
        }
    }
    Text {
        x: 298 * Theme.s
        y: 8 * Theme.s
        visible: root.thinking.listensToBar > 0
        text: qsTr("listens back to bar %1").arg(root.thinking.listensToBar)
        font: Theme.label
        color: Theme.t1
    }
}
