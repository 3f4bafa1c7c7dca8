// The sound map while it is being drawn: contours run from top to bottom.
import QtQuick
import Klangraum

Rectangle {
    id: root

    property bool running: true
    property alias text: words.text

    radius: Theme.padRadius
    color: Theme.surface1
    clip: true

    Repeater {
        model: root.running ? 20 : 0
        Rectangle {
            required property int index
            x: Theme.padRadius / 2
            y: (index + 1) * root.height / 21
            width: root.width - Theme.padRadius
            height: Theme.hairline
            color: Theme.ink
            opacity: 0
            SequentialAnimation on opacity {
                loops: Animation.Infinite
                PauseAnimation { duration: 60 * index }
                NumberAnimation { to: 0.22; duration: 240 }
                PauseAnimation { duration: 60 * (20 - index) }
                NumberAnimation { to: 0; duration: 400 }
            }
        }
    }
    Text {
        id: words

        anchors.centerIn: parent
        visible: root.running
        color: Theme.t1
        font: Theme.title
    }
}
