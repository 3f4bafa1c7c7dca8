// A sample of one epoch as a small roll; a tap shows its epoch, its button is heard.
import QtQuick
import Klangraum

Item {
    id: root

    property int place: 0
    property int epoch: 0
    property bool chosen: false
    property bool newest: false
    readonly property bool sounding: Exhibit.training.sounding === epoch

    objectName: "thumb-" + epoch
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Sample of epoch %1").arg(epoch)
    Accessible.onPressAction: Exhibit.training.playThumb(epoch)
    Keys.onReturnPressed: Exhibit.training.playThumb(epoch)
    Keys.onEnterPressed: Exhibit.training.playThumb(epoch)

    Rectangle {
        id: frame
        anchors.fill: parent
        radius: Theme.chipRadius
        color: Theme.stage
        border.width: root.chosen ? 3 * Theme.s : Theme.hairline
        border.color: root.chosen ? Theme.you : Theme.line
        SampleArt {
            objectName: "sampleArt"
            anchors.fill: parent
            anchors.margins: 8 * Theme.s
            room: Exhibit.training
            index: root.place
        }
    }
    FocusRing {
        control: root
        radius: Theme.chipRadius + 8 * Theme.s
    }
    MouseArea {
        anchors.fill: parent
        onClicked: Exhibit.training.cursor = root.epoch
    }
    MouseArea {
        objectName: "playThumb-" + root.epoch
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        width: 52 * Theme.s
        height: width
        onClicked: Exhibit.training.playThumb(root.epoch)
        Rectangle {
            anchors.centerIn: parent
            width: 36 * Theme.s
            height: width
            radius: width / 2
            color: root.sounding || root.chosen ? Theme.you : Theme.surface2
            Icon {
                anchors.centerIn: parent
                width: 14 * Theme.s
                height: width
                name: root.sounding ? "stop" : "play"
                color: root.sounding || root.chosen ? Theme.onYou : Theme.t1
            }
        }
    }
    Text {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.bottom
        anchors.topMargin: 4 * Theme.s
        text: root.newest ? qsTr("%1 live").arg(root.epoch) : root.epoch
        font: Theme.deskData
        color: root.chosen ? Theme.you : Theme.t2
    }
}
