// The time machine: one sample at every epoch. Its slider moves all panels; the thumbs are heard.
import QtQuick
import Klangraum

Rectangle {
    id: root

    readonly property real s: Theme.s
    readonly property var room: Exhibit.training
    readonly property real margin: 18 * s
    readonly property real thumbWidth: 183 * s
    readonly property var epochs: room.strip
    readonly property bool live: room.cursor < 0
    property bool keys: false // a strip of keys is open
    readonly property int total: Math.max(1, room.totalEpochs)
    readonly property real trackWidth: width - 2 * margin
    // Evenly over the width, from the left.
    readonly property real pitch: (trackWidth - thumbWidth) / 7

    function place(epoch) { return margin + trackWidth * epoch / total }

    radius: Theme.panelRadius
    color: Theme.panel
    border.width: Theme.hairline
    border.color: Theme.hair
    visible: room.current !== ""

    Text {
        id: title
        x: root.margin
        y: 15 * root.s
        text: qsTr("Epoch time machine")
        font: Theme.deskTitle
        color: Theme.t1
    }
    JudgeMeter {
        objectName: "judgeMeter"
        visible: root.room.judge.usable && root.room.judge.heard !== ""
        anchors.left: title.right
        anchors.leftMargin: 20 * root.s
        anchors.right: side.left
        anchors.rightMargin: 12 * root.s
        anchors.verticalCenter: title.verticalCenter
    }
    Text {
        objectName: "machineHint"
        visible: !root.room.judge.usable || root.room.judge.heard === ""
        anchors.left: title.right
        anchors.leftMargin: 16 * root.s
        anchors.baseline: title.baseline
        anchors.right: side.left
        anchors.rightMargin: 12 * root.s
        elide: Text.ElideRight
        text: root.room.judge.usable ? qsTr("Play a sample, the keys or a MIDI file: the discriminator says how real it sounds")
              : qsTr("One latent vector, decoded at every checkpoint")
              + (root.room.samples > 1 ? "   " + (root.room.sample + 1) + "/" + root.room.samples : "")
        font: Theme.deskBody
        color: Theme.t2
    }
    Row {
        id: side
        anchors.right: parent.right
        anchors.rightMargin: root.margin
        y: 9 * root.s
        spacing: 10 * root.s
        Text {
            objectName: "cursorText"
            anchors.verticalCenter: parent.verticalCenter
            visible: !root.live
            text: qsTr("All panels show epoch %1").arg(root.room.cursor)
            font: Theme.deskTitle
            color: Theme.you
        }
        DeskButton {
            objectName: "liveButton"
            visible: !root.live
            height: 34 * root.s
            text: qsTr("Back to live")
            onTriggered: root.room.backToLive()
        }
        DeskButton {
            objectName: "keysButton"
            height: 34 * root.s
            visible: root.room.judge.usable
            icon: "midi"
            latched: root.keys
            accessibleName: qsTr("Keys for the discriminator to hear")
            onTriggered: root.keys = !root.keys
        }
        DeskButton {
            objectName: "travelButton"
            height: 34 * root.s
            visible: root.epochs.length > 1
            icon: root.room.travelling ? "stop" : "travel"
            latched: root.room.travelling
            text: root.room.travelling ? qsTr("Stop", "the sound") : qsTr("Play through the epochs")
            onTriggered: root.room.travel()
        }
        DeskButton {
            objectName: "manyButton"
            readonly property bool making: root.room.making >= 0
            height: 34 * root.s
            visible: root.epochs.length > 0 && root.room.latentPlayable && root.room.makesNotes
            latched: making || root.room.pieces >= root.room.manyPieces
            text: making ? qsTr("Samples: %L1").arg(root.room.making) : qsTr("%L1 samples").arg(root.room.manyPieces)
            onTriggered: root.room.makeMany()
        }
        DeskButton {
            objectName: "otherButton"
            height: 34 * root.s
            visible: root.room.samples > 1
            icon: "dice"
            text: qsTr("Other vector")
            onTriggered: root.room.otherSample()
        }
    }

    Text {
        anchors.centerIn: parent
        visible: root.epochs.length === 0
        text: qsTr("The first samples come at the end of an epoch.")
        font: Theme.deskBody
        color: Theme.t3
    }

    Repeater {
        model: root.epochs.length
        delegate: SampleThumb {
            required property int index
            place: index
            epoch: root.epochs[index]
            x: root.margin + index * root.pitch
            y: 52 * root.s
            width: root.thumbWidth
            height: Math.max(40 * root.s, root.height - 200 * root.s)
            chosen: !root.live && root.room.shownEpoch === epoch
            newest: index === root.epochs.length - 1 && root.room.state === "running"
        }
    }

    EpochLinks {
        id: links
        anchors.left: parent.left
        anchors.right: parent.right
        y: root.height - 126 * root.s
        height: 64 * root.s
        from: root.epochs.map((epoch, index) => root.margin + index * root.pitch + root.thumbWidth / 2)
        to: root.epochs.map(epoch => root.place(epoch))
        chosen: root.live ? -1 : root.epochs.indexOf(root.room.shownEpoch)
    }

    Item { // the slider
        id: slider
        objectName: "epochSlider"
        x: root.margin
        width: root.trackWidth
        y: root.height - 84 * root.s
        height: 44 * root.s
        activeFocusOnTab: true
        Accessible.role: Accessible.Slider
        Accessible.name: root.live ? qsTr("Epoch, live") : qsTr("Epoch %1").arg(root.room.cursor)
        readonly property real middle: height / 2
        readonly property real knobX: width * root.room.shownEpoch / root.total

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            height: 8 * root.s
            radius: height / 2
            color: Theme.surface1
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width * Math.min(1, root.room.lastEpoch / root.total)
            height: 8 * root.s
            radius: height / 2
            color: Theme.line
        }
        Rectangle {
            visible: !root.live
            anchors.verticalCenter: parent.verticalCenter
            width: slider.knobX
            height: 8 * root.s
            radius: height / 2
            color: Theme.you
        }
        Repeater {
            model: root.epochs
            delegate: Rectangle {
                required property int modelData
                x: slider.width * modelData / root.total - width / 2
                anchors.verticalCenter: parent.verticalCenter
                width: 10 * root.s
                height: width
                radius: width / 2
                color: Theme.t2
            }
        }
        Rectangle { // the newest
            x: slider.width * root.room.lastEpoch / root.total - width / 2
            visible: root.room.lastEpoch > 0
            anchors.verticalCenter: parent.verticalCenter
            width: 14 * root.s
            height: width
            radius: width / 2
            color: Theme.generated
        }
        Rectangle {
            visible: root.room.lastEpoch > 0
            x: slider.knobX - width / 2
            anchors.verticalCenter: parent.verticalCenter
            width: 52 * root.s
            height: width
            radius: width / 2
            color: Theme.you
            opacity: drag.pressed ? 0.32 : root.live ? 0 : 0.2
        }
        Rectangle {
            objectName: "epochKnob"
            visible: root.room.lastEpoch > 0
            x: slider.knobX - width / 2
            anchors.verticalCenter: parent.verticalCenter
            width: (root.live ? 24 : 34) * root.s
            height: width
            radius: width / 2
            color: root.live ? "transparent" : Theme.you
            border.width: 3 * root.s
            border.color: root.live ? Theme.you : Theme.ink
        }
        FocusRing { control: slider }
        MouseArea {
            id: drag
            anchors.fill: parent
            preventStealing: true
            function set(x) { root.room.cursor = Math.max(1, Math.round(x / slider.width * root.total)) }
            onPressed: mouse => set(mouse.x)
            onPositionChanged: mouse => set(mouse.x)
        }
    }

    Repeater { // numbers below it
        model: {
            const raw = root.total / 4
            const power = Math.pow(10, Math.floor(Math.log10(Math.max(1, raw))))
            const step = Math.max(1, Math.round(raw / power) * power)
            const list = []
            for (let epoch = 0; epoch <= root.total; epoch += step)
                list.push(epoch)
            return list
        }
        delegate: Text {
            required property int modelData
            x: Math.max(root.margin, Math.min(root.width - root.margin - width, root.place(modelData) - width / 2))
            y: root.height - 36 * root.s
            text: modelData
            font: Theme.deskData
            color: Theme.t3
        }
    }
}
