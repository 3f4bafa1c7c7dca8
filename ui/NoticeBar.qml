// What the visitor should know, above the deck: no loudspeaker, a style that does not start. A tap puts it away.
import QtQuick
import Klangraum

Column {
    id: root

    property real maximumWidth: 1200

    spacing: 8 * Theme.s

    Repeater {
        model: Exhibit.notices
        delegate: Rectangle {
            id: notice

            required property int index
            required property string text
            required property string kind
            required property string code
            readonly property color accent: kind === "error" ? Theme.error : kind === "warning" ? Theme.warn : Theme.info

            objectName: "notice-" + code
            width: Math.min(root.maximumWidth, sentence.implicitWidth + 92 * Theme.s)
            height: 64 * Theme.s
            radius: Theme.buttonRadius
            color: kind === "error" ? Theme.errorSurface : Theme.surface2
            border.width: 2 * Theme.s
            border.color: accent

            Accessible.role: Accessible.AlertMessage
            Accessible.name: text

            Icon {
                x: 22 * Theme.s
                anchors.verticalCenter: parent.verticalCenter
                width: 28 * Theme.s
                height: width
                name: notice.code === "no-audio" ? "silent" : notice.kind === "info" ? "info" : "warning"
                color: notice.accent
            }
            Text {
                id: sentence
                x: 66 * Theme.s
                anchors.verticalCenter: parent.verticalCenter
                width: notice.width - x - 20 * Theme.s
                text: notice.text
                elide: Text.ElideRight
                font: Theme.label
                color: Theme.t1
            }
            TapHandler { onTapped: Exhibit.notices.dismiss(notice.index) }
        }
    }
}
