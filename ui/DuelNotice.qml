// What goes wrong in a duel of two networks, and what usually helps: a line for each, at most two. Of no height where
// nothing does.
import QtQuick
import Klangraum

Column {
    id: root

    readonly property real s: Theme.s
    readonly property var warnings: Exhibit.training.warnings

    visible: warnings.length > 0
    spacing: 6 * s
    topPadding: visible ? 12 * s : 0

    Repeater {
        model: Math.min(2, root.warnings.length)
        delegate: Rectangle {
            id: line

            required property int index
            readonly property var warning: root.warnings[index] ?? { code: "", title: "", help: "" }

            objectName: "warning-" + warning.code
            width: root.width
            height: 36 * root.s
            radius: Theme.chipRadius
            color: Theme.surface2
            border.width: Theme.hairline
            border.color: Theme.warn
            Accessible.role: Accessible.AlertMessage
            Accessible.name: warning.title + " " + warning.help

            Icon {
                id: mark
                x: 14 * root.s
                anchors.verticalCenter: parent.verticalCenter
                width: 18 * root.s
                height: width
                name: "warning"
                color: Theme.warn
            }
            Text {
                id: title
                objectName: "warningTitle"
                anchors.left: mark.right
                anchors.leftMargin: 12 * root.s
                anchors.verticalCenter: parent.verticalCenter
                text: line.warning.title
                font: Theme.deskTitle
                color: Theme.t1
            }
            Text {
                objectName: "warningHelp"
                anchors.left: title.right
                anchors.leftMargin: 12 * root.s
                anchors.right: parent.right
                anchors.rightMargin: 14 * root.s
                anchors.baseline: title.baseline
                elide: Text.ElideRight
                text: line.warning.help
                font: Theme.deskBody
                color: Theme.t2
            }
        }
    }
}
