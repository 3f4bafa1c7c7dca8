<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>BarBeat</name>
    <message>
        <source>Bar</source>
        <translation>Takt</translation>
    </message>
    <message>
        <source>Beat</source>
        <translation>Schlag</translation>
    </message>
</context>
<context>
    <name>BottomBar</name>
    <message>
        <source>Surprise me</source>
        <translation>Überrasch mich</translation>
    </message>
    <message>
        <source>Morph</source>
        <comment>action</comment>
        <translation>Mischen</translation>
    </message>
    <message>
        <source>Morph A–B</source>
        <translation>A–B mischen</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>Speichert …</translation>
    </message>
    <message>
        <source>Not saved.</source>
        <translation>Nicht gespeichert.</translation>
    </message>
    <message>
        <source>Keep this piece</source>
        <translation>Stück behalten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch mal</translation>
    </message>
</context>
<context>
    <name>GestureLane</name>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
</context>
<context>
    <name>HintGhost</name>
    <message>
        <source>Drag anywhere</source>
        <translation>Ziehe irgendwo</translation>
    </message>
</context>
<context>
    <name>KeepDialog</name>
    <message>
        <source>Your piece</source>
        <translation>Dein Stück</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Noten</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>Saved on this computer</source>
        <translation>Auf diesem Rechner gespeichert</translation>
    </message>
    <message>
        <source>Keep playing</source>
        <translation>Weiterspielen</translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>Anhören beenden</translation>
    </message>
    <message>
        <source>Listen to your piece</source>
        <translation>Dein Stück anhören</translation>
    </message>
</context>
<context>
    <name>LanguageButton</name>
    <message>
        <source>Switch to German</source>
        <translation>Zu Englisch wechseln</translation>
    </message>
</context>
<context>
    <name>LanguageSwitch</name>
    <message>
        <source>Switch to German</source>
        <translation>Zu Englisch wechseln</translation>
    </message>
</context>
<context>
    <name>LatentPad</name>
    <message>
        <source>Sound map, two axes: %1, %2</source>
        <translation>Klangkarte, zwei Achsen: %1, %2</translation>
    </message>
    <message>
        <source>Drawing the map …</source>
        <translation>Karte wird gezeichnet …</translation>
    </message>
    <message>
        <source>Sound map</source>
        <translation>Klangkarte</translation>
    </message>
    <message>
        <source>each point is one of %1 pieces</source>
        <translation>jeder Punkt ist eines von %1 Stücken</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>No map for this network</source>
        <translation>Keine Karte für dieses Netz</translation>
    </message>
</context>
<context>
    <name>PianoRoll</name>
    <message>
        <source>Piano roll</source>
        <translation>Klavierrolle</translation>
    </message>
    <message>
        <source>heard</source>
        <translation>gehört</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>entschieden</translation>
    </message>
    <message>
        <source>still open</source>
        <translation>noch offen</translation>
    </message>
    <message>
        <source>follows your finger</source>
        <translation>folgt deinem Finger</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Warte auf das Netz</translation>
    </message>
    <message>
        <source>The network stopped.</source>
        <translation>Das Netz ist aus.</translation>
    </message>
    <message>
        <source>Restarting …</source>
        <translation>Startet neu …</translation>
    </message>
</context>
<context>
    <name>PlayButton</name>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
</context>
<context>
    <name>PlayDeck</name>
    <message>
        <source>Styles</source>
        <translation>Stile</translation>
    </message>
</context>
<context>
    <name>SoundStepper</name>
    <message>
        <source>Piano</source>
        <translation>Klavier</translation>
    </message>
    <message>
        <source>Organ</source>
        <translation>Orgel</translation>
    </message>
    <message>
        <source>Strings</source>
        <translation>Streicher</translation>
    </message>
    <message>
        <source>Choir</source>
        <translation>Chor</translation>
    </message>
    <message>
        <source>Synth</source>
        <translation>Synth</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Klang</translation>
    </message>
</context>
<context>
    <name>StyleCard</name>
    <message>
        <source>does not start</source>
        <translation>startet nicht</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>lädt</translation>
    </message>
</context>
<context>
    <name>TapTempo</name>
    <message>
        <source>Tap tempo</source>
        <translation>Tempo tippen</translation>
    </message>
    <message>
        <source>%1 bpm</source>
        <translation>%1 bpm</translation>
    </message>
</context>
<context>
    <name>VoiceLegend</name>
    <message>
        <source>Mute %1</source>
        <translation>%1 stumm schalten</translation>
    </message>
</context>
<context>
    <name>klangraum::ControlModel</name>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>How fast the music goes.</source>
        <translation>Wie schnell die Musik geht.</translation>
    </message>
    <message>
        <source>slow</source>
        <translation>langsam</translation>
    </message>
    <message>
        <source>calm</source>
        <translation>ruhig</translation>
    </message>
    <message>
        <source>walking</source>
        <translation>gehend</translation>
    </message>
    <message>
        <source>lively</source>
        <translation>lebhaft</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>schnell</translation>
    </message>
</context>
<context>
    <name>klangraum::Exhibit</name>
    <message>
        <source>%1: %2 ms on %3</source>
        <extracomment>What runs, how long one call takes, on what</extracomment>
        <translation>%1: %2 ms auf %3</translation>
    </message>
</context>
<context>
    <name>klangraum::KeepModel</name>
    <message>
        <source>%1 no. %2</source>
        <extracomment>The title of a kept piece: style and number</extracomment>
        <translation>%1 Nr. %2</translation>
    </message>
    <message>
        <source>%1:%2 min</source>
        <translation>%1:%2 min</translation>
    </message>
    <message>
        <source>%1 bpm</source>
        <translation>%1 bpm</translation>
    </message>
    <message>
        <source>1 bar</source>
        <translation>1 Takt</translation>
    </message>
    <message>
        <source>%1 bars</source>
        <translation>%1 Takte</translation>
    </message>
</context>
<context>
    <name>klangraum::NoticeModel</name>
    <message>
        <source>No loudspeaker found</source>
        <translation>Kein Lautsprecher gefunden</translation>
    </message>
    <message>
        <source>The loudspeaker is back.</source>
        <translation>Der Lautsprecher ist wieder da.</translation>
    </message>
    <message>
        <source>The network stopped.</source>
        <translation>Das Netz ist aus.</translation>
    </message>
    <message>
        <source>Restarting …</source>
        <translation>Startet neu …</translation>
    </message>
    <message>
        <source>This style cannot play.</source>
        <translation>Dieser Stil kann nicht spielen.</translation>
    </message>
    <message>
        <source>The graphics card failed. The network runs on the CPU.</source>
        <translation>Die Grafikkarte ist ausgefallen. Das Netz rechnet auf der CPU.</translation>
    </message>
    <message>
        <source>Touch a control, then move a knob.</source>
        <translation>Berühre einen Regler, dann drehe am Knopf.</translation>
    </message>
    <message>
        <source>The settings could not be saved.</source>
        <translation>Die Einstellungen konnten nicht gespeichert werden.</translation>
    </message>
</context>
<context>
    <name>klangraum::VoiceModel</name>
    <message>
        <source>Soprano</source>
        <translation>Sopran</translation>
    </message>
    <message>
        <source>Alto</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Tenor</source>
        <translation>Tenor</translation>
    </message>
    <message>
        <source>Bass</source>
        <translation>Bass</translation>
    </message>
    <message>
        <source>Melody</source>
        <translation>Melodie</translation>
    </message>
</context>
</TS>
