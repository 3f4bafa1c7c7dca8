// Instead of a map, for a network that writes note after note: its bets on the next note of the leading voice. A tap
// overrules it.
import QtQuick
import Klangraum

Rectangle {
    id: root

    readonly property real s: Theme.s
    readonly property var thinking: Exhibit.thinking

    radius: Theme.padRadius
    color: Theme.surface1
    border.width: Theme.hairline
    border.color: Theme.line
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Overrule the network")

    Text {
        x: 24 * root.s
        y: 14 * root.s
        text: qsTr("Overrule the network")
        font: Theme.title
        color: Theme.t1
    }
    Text {
        x: 24 * root.s
        y: 52 * root.s
        text: qsTr("tap the note that should come next")
        font: Theme.small
        color: Theme.you
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: 26 * root.s
        y: 22 * root.s
        spacing: 10 * root.s
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(2, 3 * root.s)
            height: 26 * root.s
            color: Theme.t1
        }
        Text {
            text: qsTr("before your slider")
            font: Theme.small
            color: Theme.t2
        }
    }
    Text {
        anchors.centerIn: parent
        visible: root.thinking.bets.count === 0
        text: qsTr("Waiting for the network")
        font: Theme.body
        color: Theme.t3
    }

    Repeater {
        model: root.thinking.bets
        delegate: Rectangle {
            id: row

            required property int index
            required property int pitch
            required property string name
            required property real probability
            required property real before
            required property bool forced
            readonly property color ink: forced ? Theme.you : Theme.voice(0)
            readonly property string percent: Math.round(probability * 100) + " %"

            function choose() { root.thinking.overrule(pitch) }

            objectName: "bet-" + index
            x: 16 * root.s
            y: (92 + 64 * index) * root.s
            width: root.width - 32 * root.s
            height: 58 * root.s
            radius: Theme.chipRadius
            color: tap.pressed ? Theme.surface3 : Theme.surface2
            border.width: index === 0 || forced ? Math.max(2, 3 * root.s) : 0
            border.color: ink
            activeFocusOnTab: true
            Accessible.role: Accessible.Button
            Accessible.name: name + ", " + percent
            Accessible.focusable: true
            Accessible.onPressAction: row.choose()
            Keys.onReturnPressed: row.choose()
            Keys.onEnterPressed: row.choose()

            Text {
                x: 22 * root.s
                anchors.verticalCenter: parent.verticalCenter
                text: row.name
                font: Theme.bolder(row.pitch < 0 ? Theme.body : Theme.title)
                color: row.forced ? Theme.you : Theme.t1
            }
            Rectangle {
                id: track
                x: 134 * root.s
                anchors.verticalCenter: parent.verticalCenter
                width: row.width - x - 118 * root.s
                height: 22 * root.s
                radius: height / 2
                color: Theme.stage
                Rectangle {
                    width: Math.max(height, track.width * Math.min(1, row.probability))
                    height: parent.height
                    radius: height / 2
                    color: row.ink
                    opacity: row.index === 0 || row.forced ? 1 : 0.55
                    Behavior on width { NumberAnimation { duration: Theme.probabilityCrossfadeMs } }
                }
                Rectangle { // where it stood before the sliders bent it
                    x: Math.round(track.width * Math.min(1, row.before) - width / 2)
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.max(2, 3 * root.s)
                    height: 34 * root.s
                    color: Theme.t1
                    Behavior on x { NumberAnimation { duration: Theme.probabilityCrossfadeMs } }
                }
            }
            Text {
                anchors.right: parent.right
                anchors.rightMargin: 22 * root.s
                anchors.verticalCenter: parent.verticalCenter
                text: row.percent
                font: Theme.data
                color: Theme.t1
            }
            FocusRing { control: row }
            TapHandler {
                id: tap
                gesturePolicy: TapHandler.ReleaseWithinBounds
                onTapped: row.choose()
            }
        }
    }
}
