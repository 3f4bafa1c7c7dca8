// The run that is shown: name, state, facts, how far it is, its commands, how curves are drawn, and exports.
import QtQuick
import Klangraum

Item {
    id: root

    readonly property real s: Theme.s
    readonly property var room: Exhibit.training
    readonly property color ink: room.state === "running" ? Theme.ok : room.state === "paused" || room.state === "interrupted"
                                 ? Theme.warn : room.state === "failed" || room.state === "damaged" ? Theme.error
                                 : room.state === "finished" ? Theme.info : Theme.queued

    signal stopAsked()

    visible: room.current !== ""

    Text {
        id: title
        objectName: "runName"
        x: 24 * root.s
        y: 14 * root.s
        width: Math.min(implicitWidth, options.x - x - chip.width - 24 * root.s)
        elide: Text.ElideRight
        text: root.room.name
        font: Theme.font("title", root.s * 0.93)
        color: Theme.t1
    }
    Rectangle {
        id: chip
        x: title.x + title.width + 16 * root.s
        anchors.verticalCenter: title.verticalCenter
        width: chipText.width + 38 * root.s
        height: 28 * root.s
        radius: height / 2
        color: root.room.state === "running" ? Theme.okChip : Theme.surface2
        Rectangle {
            x: 14 * root.s
            anchors.verticalCenter: parent.verticalCenter
            width: 9 * root.s
            height: width
            radius: width / 2
            color: root.ink
        }
        Text {
            id: chipText
            objectName: "runState"
            x: 28 * root.s
            anchors.verticalCenter: parent.verticalCenter
            text: root.room.stateText
            font: Theme.deskBody
            color: root.ink
        }
    }
    Text {
        objectName: "runFacts"
        x: 24 * root.s
        y: 50 * root.s
        width: options.x - x - 16 * root.s
        elide: Text.ElideRight
        text: root.room.reason !== "" ? root.room.reason : root.room.facts
        font: Theme.deskData
        color: root.room.reason !== "" && root.room.state !== "running" ? root.ink : Theme.t3
    }

    Row {
        id: options
        anchors.right: numbers.left
        anchors.rightMargin: 20 * root.s
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2 * root.s
        Repeater {
            model: [qsTr("Steps"), qsTr("Epochs"), qsTr("Hours")]
            delegate: DeskToggle {
                required property int index
                required property string modelData
                objectName: "axis-" + index
                text: modelData
                on: root.room.axis === index
                onTriggered: root.room.axis = index
            }
        }
        Item { width: 8 * root.s; height: 1 }
        DeskToggle {
            objectName: "logX"
            text: qsTr("log x")
            accessibleName: qsTr("Logarithmic x axis")
            on: root.room.logX
            onTriggered: root.room.logX = !root.room.logX
        }
        DeskToggle {
            objectName: "logY"
            text: qsTr("log y")
            accessibleName: qsTr("Logarithmic y axis")
            on: root.room.logY
            onTriggered: root.room.logY = !root.room.logY
        }
        DeskToggle {
            objectName: "meanToggle"
            text: qsTr("⌀ seeds")
            accessibleName: qsTr("Mean and deviation over seeds")
            on: root.room.mean
            onTriggered: root.room.mean = !root.room.mean
        }
        Item { width: 8 * root.s; height: 1 }
        DeskSlider {
            objectName: "smoothing"
            anchors.verticalCenter: parent.verticalCenter
            width: 80 * root.s
            label: qsTr("smooth")
            value: root.room.smoothing
            onMoved: part => root.room.smoothing = part
        }
    }

    Column {
        id: numbers
        anchors.right: buttons.left
        anchors.rightMargin: 24 * root.s
        anchors.verticalCenter: parent.verticalCenter
        spacing: 3 * root.s
        Text {
            objectName: "epochText"
            anchors.right: parent.right
            text: root.room.epochText
            font: Theme.font("label", root.s * 0.75)
            color: Theme.t1
        }
        Text {
            objectName: "leftText"
            anchors.right: parent.right
            visible: text !== ""
            text: root.room.leftText
            font: Theme.deskBody
            color: Theme.t2
        }
    }

    Row {
        id: buttons
        anchors.right: parent.right
        anchors.rightMargin: 16 * root.s
        anchors.verticalCenter: parent.verticalCenter
        spacing: 8 * root.s
        DeskButton {
            objectName: "pauseButton"
            primary: true
            visible: root.room.canPause || root.room.canResume
            icon: root.room.canPause ? "pause" : "play"
            text: root.room.canPause ? qsTr("Pause") : qsTr("Resume")
            onTriggered: root.room.canPause ? root.room.pause() : root.room.resume()
        }
        DeskButton {
            objectName: "stepButton"
            visible: root.room.canStep
            icon: "step"
            accessibleName: qsTr("One step, then pause")
            onTriggered: root.room.step()
        }
        DeskButton {
            objectName: "slowButton"
            visible: root.room.canStep
            icon: "slow"
            text: latched ? qsTr("%L1/s", "steps a second").arg(root.room.slow) : ""
            latched: root.room.slow > 0
            accessibleName: latched ? qsTr("Back to full speed") : qsTr("Slow motion")
            onTriggered: root.room.toggleSlow()
        }
        DeskButton {
            objectName: "stopButton"
            visible: root.room.canStop
            icon: "stop"
            text: qsTr("Stop")
            onTriggered: root.stopAsked()
        }
        Item { width: 8 * root.s; height: 1 }
        DeskButton {
            objectName: "csvButton"
            icon: "download"
            text: qsTr("CSV")
            accessibleName: root.room.selected < 0 ? qsTr("Save all panels as CSV") : qsTr("Save the selected panel as CSV")
            onTriggered: root.room.exportPanels("csv")
        }
        DeskButton {
            objectName: "pngButton"
            icon: "download"
            text: qsTr("PNG")
            accessibleName: root.room.selected < 0 ? qsTr("Save all panels as PNG") : qsTr("Save the selected panel as PNG")
            onTriggered: root.room.exportPanels("png")
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 3 * root.s
        color: Theme.hair
        Rectangle {
            width: parent.width * root.room.progress
            height: parent.height
            color: root.ink
        }
    }
}
