// The voices in their colours and marks; a tap mutes one.
import QtQuick
import Klangraum

Row {
    id: root

    spacing: 20 * Theme.s

    Repeater {
        model: Exhibit.voices
        delegate: Item {
            id: entry

            required property string name
            required property int voice
            required property bool muted
            readonly property real radius: Theme.chipRadius

            objectName: "voice-" + voice
            width: label.x + label.width + 24 * Theme.s
            height: root.height
            Accessible.role: Accessible.CheckBox
            Accessible.name: qsTr("Mute %1").arg(name)
            Accessible.checkable: true
            Accessible.checked: muted
            Accessible.onPressAction: Exhibit.voices.toggle(voice)

            Rectangle {
                id: mark
                anchors.verticalCenter: parent.verticalCenter
                width: 34 * Theme.s
                height: 14 * Theme.s
                radius: entry.voice % 4 < 2 ? height / 2 : 2 * Theme.s
                color: entry.muted ? "transparent" : Theme.voice(entry.voice)
                border.width: entry.muted ? 2 * Theme.s : 0
                border.color: Theme.t3
                Rectangle { // alto and bass: a dark inlay line
                    anchors.centerIn: parent
                    visible: entry.voice % 2 === 1 && !entry.muted
                    width: 22 * Theme.s
                    height: 4 * Theme.s
                    radius: height / 2
                    color: Theme.onPaper
                    opacity: 0.55
                }
            }
            Text {
                id: label
                x: mark.width + 12 * Theme.s
                anchors.verticalCenter: parent.verticalCenter
                text: entry.name
                font: Theme.body
                color: entry.muted ? Theme.disabled : Theme.t2
            }
            Rectangle {
                visible: entry.muted
                x: label.x
                anchors.verticalCenter: label.verticalCenter
                width: label.width
                height: 2 * Theme.s
                color: Theme.t3
            }
            TapHandler {
                gesturePolicy: TapHandler.ReleaseWithinBounds
                onTapped: Exhibit.voices.toggle(entry.voice)
            }
        }
    }
}
