// One run of the rail: its state as glyph and word, where it is, and how its loss has been going. A tap shows it; the
// small plus lays its curves over those of the run that is shown.
import QtQuick
import Klangraum

Rectangle {
    id: root

    required property string folder
    required property string name
    required property string runState
    required property string detail
    required property string count
    required property var trend
    required property bool current
    required property bool overlaid
    readonly property color ink: runState === "running" ? Theme.ok : runState === "paused" ? Theme.warn
                                 : runState === "finished" ? Theme.info
                                 : runState === "failed" || runState === "damaged" ? Theme.error
                                 : runState === "interrupted" ? Theme.warn : Theme.queued
    readonly property string glyph: runState === "running" ? "running" : runState === "paused" ? "pause"
                                    : runState === "finished" ? "check" : runState === "failed" ? "cross"
                                    : runState === "queued" ? "queued" : runState === "stopped" ? "stop" : "warning"
    readonly property string stateWord: runState === "running" ? qsTr("training") : runState === "paused" ? qsTr("paused")
                                        : runState === "finished" ? qsTr("finished") : runState === "failed" ? qsTr("failed")
                                        : runState === "queued" ? qsTr("queued") : runState === "stopped" ? qsTr("stopped")
                                        : runState === "interrupted" ? qsTr("interrupted") : qsTr("damaged")

    objectName: "run-" + name
    radius: Theme.chipRadius
    color: current ? Theme.surface2 : "transparent"
    activeFocusOnTab: true
    Accessible.role: Accessible.ListItem
    Accessible.name: name + ", " + stateWord + ", " + detail + count
    Accessible.selected: current
    Accessible.onPressAction: Exhibit.training.current = folder
    Keys.onReturnPressed: Exhibit.training.current = folder
    Keys.onEnterPressed: Exhibit.training.current = folder
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Plus || event.key === Qt.Key_O) {
            Exhibit.training.toggleOverlay(root.folder)
            event.accepted = true
        }
    }

    Icon {
        id: mark
        x: 14 * Theme.s
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -8 * Theme.s
        width: 18 * Theme.s
        height: width
        name: root.glyph
        color: root.ink
        Timer { // four turns of a hand a second: enough to see that it lives
            running: root.runState === "running" && root.visible
            repeat: true
            interval: 250
            onTriggered: mark.rotation = (mark.rotation + 30) % 360
            onRunningChanged: mark.rotation = 0
        }
    }
    Text {
        x: 44 * Theme.s
        y: 11 * Theme.s
        width: parent.width - x - 74 * Theme.s
        elide: Text.ElideRight
        text: root.name
        font: Theme.deskTitle
        color: Theme.t1
    }
    Row {
        x: 44 * Theme.s
        y: 36 * Theme.s
        spacing: 10 * Theme.s
        Text {
            id: word
            objectName: "stateWord"
            text: root.stateWord
            font: Theme.bolder(Theme.font("deskBody", Theme.s * 0.93))
            color: root.ink
        }
        Text {
            objectName: "detail"
            anchors.baseline: word.baseline
            width: Math.min(implicitWidth, root.width - (44 + 24) * Theme.s - word.width - parent.spacing - count.width)
            elide: Text.ElideRight
            text: root.detail
            font: Theme.deskData
            color: Theme.t3
            Text { // whole, whatever the family is called
                id: count
                anchors.left: parent.right
                anchors.baseline: parent.baseline
                text: root.count
                font: parent.font
                color: parent.color
            }
        }
    }
    TrendLine {
        x: parent.width - width - 34 * Theme.s
        y: 8 * Theme.s
        width: 36 * Theme.s
        height: 22 * Theme.s
        visible: root.trend.length > 1
        values: root.trend
        color: root.ink
    }
    FocusRing { control: root }
    TapHandler { onTapped: Exhibit.training.current = root.folder }

    Item { // lay over
        objectName: "overlay-" + root.name
        anchors.right: parent.right
        width: 44 * Theme.s
        height: 44 * Theme.s
        visible: !root.current && root.runState !== "damaged"
        Accessible.role: Accessible.CheckBox
        Accessible.name: qsTr("Lay %1 over the curves").arg(root.name)
        Accessible.checkable: true
        Accessible.checked: root.overlaid
        Accessible.onPressAction: Exhibit.training.toggleOverlay(root.folder)
        Rectangle {
            anchors.centerIn: parent
            anchors.horizontalCenterOffset: 6 * Theme.s
            anchors.verticalCenterOffset: -3 * Theme.s
            width: 20 * Theme.s
            height: width
            radius: 5 * Theme.s
            color: root.overlaid ? Theme.you : "transparent"
            border.width: Theme.hairline
            border.color: root.overlaid ? Theme.you : Theme.control
            Icon {
                anchors.centerIn: parent
                width: 11 * Theme.s
                height: width
                name: root.overlaid ? "check" : "plus"
                color: root.overlaid ? Theme.onYou : Theme.t3
            }
        }
        MouseArea { // takes the touch, so that the row does not have it too
            anchors.fill: parent
            onClicked: Exhibit.training.toggleOverlay(root.folder)
        }
    }
}
