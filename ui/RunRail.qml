// Left side: the way back to Play, the runs, and what the machine of the chosen run is doing.
import QtQuick
import Klangraum

Item {
    id: root

    readonly property real s: Theme.s
    readonly property var room: Exhibit.training

    signal newRunAsked()

    Rectangle {
        anchors.right: parent.right
        width: Theme.hairline
        height: parent.height
        color: Theme.hair
    }

    Row {
        x: 24 * root.s
        y: 20 * root.s
        spacing: 14 * root.s
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            width: 28 * root.s
            height: width
            name: "logo"
            color: Theme.t1
        }
        Text {
            anchors.verticalCenter: parent.verticalCenter
            text: "Klangraum"
            font: Theme.font("title", root.s * 0.8)
            color: Theme.t1
        }
    }

    Rectangle { // Play | Train
        id: rooms
        x: 20 * root.s
        y: 68 * root.s
        width: 272 * root.s
        height: 44 * root.s
        radius: Theme.chipRadius
        color: Theme.stage
        Row {
            anchors.fill: parent
            Repeater {
                model: [{ key: "play", words: qsTr("Play", "the screen where one steers music"), on: false },
                        { key: "train", words: qsTr("Train"), on: true }]
                delegate: Rectangle {
                    id: entry
                    required property var modelData
                    objectName: modelData.key + "Tab"
                    width: rooms.width / 2
                    height: rooms.height
                    radius: Theme.chipRadius
                    color: modelData.on ? Theme.surface3 : "transparent"
                    activeFocusOnTab: !modelData.on
                    Accessible.role: Accessible.PageTab
                    Accessible.name: modelData.words
                    Accessible.onPressAction: entry.go()
                    Keys.onReturnPressed: entry.go()
                    Keys.onEnterPressed: entry.go()
                    function go() {
                        if (!modelData.on)
                            root.room.open = false
                    }
                    Text {
                        anchors.centerIn: parent
                        text: entry.modelData.words
                        font: Theme.deskTitle
                        color: entry.modelData.on ? Theme.t1 : Theme.t2
                    }
                    FocusRing { control: entry }
                    TapHandler { onTapped: entry.go() }
                }
            }
        }
    }

    Text {
        x: 24 * root.s
        anchors.verticalCenter: newRun.verticalCenter
        text: qsTr("Runs")
        font: Theme.deskTitle
        color: Theme.t1
    }
    DeskButton {
        id: newRun
        objectName: "newRunButton"
        anchors.right: parent.right
        anchors.rightMargin: 20 * root.s
        y: 122 * root.s
        icon: "plus"
        text: qsTr("New run")
        onTriggered: root.newRunAsked()
    }

    ListView {
        id: list
        objectName: "runList"
        x: 12 * root.s
        y: 174 * root.s
        width: parent.width - 24 * root.s
        height: hardware.y - y - 8 * root.s
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.room.runs
        spacing: 4 * root.s
        delegate: RunItem {
            width: list.width
            height: 64 * root.s
        }
    }

    Column {
        id: hardware
        x: 24 * root.s
        width: parent.width - 44 * root.s
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 24 * root.s
        spacing: 12 * root.s
        visible: root.room.current !== ""

        Rectangle {
            width: parent.width
            height: Theme.hairline
            color: Theme.hair
        }
        Item {
            width: parent.width
            height: 22 * root.s
            Text {
                id: hardwareTitle
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Hardware")
                font: Theme.deskTitle
                color: Theme.t1
            }
            Text {
                objectName: "device"
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, parent.width - hardwareTitle.width - 14 * root.s)
                elide: Text.ElideRight
                text: root.room.device
                font: Theme.deskData
                color: Theme.t3
            }
        }
        Row {
            spacing: 12 * root.s
            Text {
                id: speed
                objectName: "speed"
                text: root.room.speedText
                font: Theme.dataXL
                color: Theme.t1
            }
            Text {
                anchors.baseline: speed.baseline
                text: qsTr("steps/s")
                font: Theme.deskBody
                color: Theme.t2
            }
        }
        TrendLine {
            width: parent.width
            height: 42 * root.s
            filled: true
            color: Theme.generated
            values: root.room.speeds
        }
        Text {
            visible: !root.room.gpu && root.room.device !== ""
            width: parent.width
            wrapMode: Text.Wrap
            text: qsTr("No GPU. Training on the CPU.")
            font: Theme.deskBody
            color: Theme.t3
        }
        Repeater {
            model: root.room.meters.length // the items stay, their values change
            delegate: HardwareMeter { width: hardware.width }
        }
    }
}
