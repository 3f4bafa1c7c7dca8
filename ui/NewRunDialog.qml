// A new run: which recipe, which corpus, how many epochs, which seed. The trainer is a process of its own.
import QtQuick
import Klangraum

FocusScope {
    id: root

    property bool open: false
    property int recipe: 0
    property int corpus: 0
    readonly property real s: Theme.s
    readonly property var room: Exhibit.training
    readonly property bool ready: room.recipes.length > 0 && Number(epochs.text) > 0 && seed.text !== ""

    signal closed()

    function show() {
        room.askChoices()
        open = true
        epochs.forceActiveFocus()
    }
    function close() {
        open = false
        closed()
    }
    function takeDefaults() {
        const chosen = room.recipes[recipe]
        if (!chosen)
            return
        epochs.text = chosen.epochs
        seed.text = chosen.seed
    }
    function start() {
        if (!ready)
            return
        const file = path.text !== "" ? path.text : room.corpora[corpus] ? room.corpora[corpus].file : ""
        room.startRun(room.recipes[recipe].name, file, Number(epochs.text), Number(seed.text))
        close()
    }

    visible: open
    onRecipeChanged: takeDefaults()
    Keys.onEscapePressed: close()
    Accessible.role: Accessible.Dialog
    Accessible.name: qsTr("New run")

    Connections {
        target: root.room
        function onChoicesChanged() {
            if (root.open && epochs.text === "")
                root.takeDefaults()
        }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.stage
        opacity: 0.8
        MouseArea {
            anchors.fill: parent
            onClicked: root.close()
        }
    }
    Rectangle {
        anchors.centerIn: parent
        width: 960 * root.s
        height: content.height + 80 * root.s
        radius: Theme.tileRadius
        color: Theme.sheet
        border.width: Theme.hairline
        border.color: Theme.hair
        MouseArea { anchors.fill: parent }

        Column {
            id: content
            x: 40 * root.s
            y: 40 * root.s
            width: parent.width - 80 * root.s
            spacing: 12 * root.s

            Text {
                text: qsTr("New run")
                font: Theme.title
                color: Theme.t1
            }
            Text {
                text: qsTr("Recipe")
                font: Theme.deskTitle
                color: Theme.t2
            }
            ChoiceList {
                objectName: "recipeList"
                width: parent.width
                entries: root.room.recipes.map(entry => ({ title: entry.name, text: entry.text }))
                chosen: root.recipe
                onPicked: index => root.recipe = index
            }
            Text {
                text: qsTr("Corpus")
                font: Theme.deskTitle
                color: Theme.t2
            }
            ChoiceList {
                objectName: "corpusList"
                width: parent.width
                entries: root.room.corpora.map(entry => ({ title: entry.text, text: entry.file }))
                chosen: path.text === "" ? root.corpus : -1
                onPicked: index => {
                    root.corpus = index
                    path.text = ""
                }
            }
            DeskField {
                id: path
                objectName: "corpusPath"
                width: parent.width
                label: qsTr("or a corpus file")
            }
            Row {
                spacing: 20 * root.s
                DeskField {
                    id: epochs
                    objectName: "epochsField"
                    width: 200 * root.s
                    label: qsTr("Epochs")
                    numbers: true
                }
                DeskField {
                    id: seed
                    objectName: "seedField"
                    width: 200 * root.s
                    label: qsTr("Seed")
                    numbers: true
                }
            }
            Item { width: 1; height: 8 * root.s }
            Row {
                anchors.right: parent.right
                spacing: 12 * root.s
                DeskButton {
                    text: qsTr("Cancel")
                    onTriggered: root.close()
                }
                DeskButton {
                    objectName: "startRun"
                    primary: true
                    enabled: root.ready
                    icon: "play"
                    text: qsTr("Start")
                    onTriggered: root.start()
                }
            }
        }
    }
}
