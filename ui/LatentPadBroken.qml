// The sound map of a network that has none; the faders still work.
import QtQuick
import Klangraum

Rectangle {
    property alias text: words.text

    radius: Theme.padRadius
    color: Theme.surface1

    LatentPadDashes {
        anchors.fill: parent
        color: Theme.error
        radius: Theme.padRadius
        thickness: Math.max(2, Math.round(3 * Theme.s))
    }
    Column {
        anchors.centerIn: parent
        spacing: Math.round(28 * Theme.s)
        Item {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.round(26 * Theme.s)
            height: width
            Repeater {
                model: [45, -45]
                Rectangle {
                    required property int modelData
                    anchors.centerIn: parent
                    width: parent.width * 1.3
                    height: Math.max(2, Math.round(4 * Theme.s))
                    radius: height / 2
                    rotation: modelData
                    antialiasing: true
                    color: Theme.error
                }
            }
        }
        Text {
            id: words

            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.t1
            font: Theme.title
        }
    }
}
