<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AppHeader</name>
    <message>
        <source>Training room, for staff: hold</source>
        <translation>Trainingsraum, für das Personal: halten</translation>
    </message>
</context>
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
    <name>CandidateList</name>
    <message>
        <source>Overrule the network</source>
        <translation>Überstimme das Netz</translation>
    </message>
    <message>
        <source>tap the note that should come next</source>
        <translation>tippe den Ton an, der als Nächstes kommen soll</translation>
    </message>
    <message>
        <source>before your slider</source>
        <translation>vor deinem Regler</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Warte auf das Netz</translation>
    </message>
</context>
<context>
    <name>Duel</name>
    <message>
        <source>The generator makes silence: an all-black picture.</source>
        <translation>Der Generator erzeugt Stille: ein ganz schwarzes Bild.</translation>
    </message>
    <message>
        <source>Usually helps: a slower discriminator, real labels of 0.9, an activation penalty.</source>
        <translation>Meist hilft: ein langsamerer Diskriminator, echte Ziele von 0,9, eine Strafe auf die Aktivierung.</translation>
    </message>
    <message>
        <source>The generator makes one note only.</source>
        <translation>Der Generator erzeugt nur noch einen Ton.</translation>
    </message>
    <message>
        <source>Usually helps: feature matching, noise for the discriminator, an earlier checkpoint.</source>
        <translation>Meist hilft: Merkmale angleichen, Rauschen für den Diskriminator, ein früherer Checkpoint.</translation>
    </message>
    <message>
        <source>Collapse: the generator makes nearly the same piece again and again.</source>
        <translation>Kollaps: Der Generator erzeugt immer wieder fast dasselbe Stück.</translation>
    </message>
    <message>
        <source>Usually helps: minibatch discrimination, Wasserstein with a gradient penalty, a lower learning rate.</source>
        <translation>Meist hilft: Minibatch-Diskriminierung, Wasserstein mit Gradientenstrafe, eine kleinere Lernrate.</translation>
    </message>
    <message>
        <source>The discriminator is always right: the generator learns little.</source>
        <translation>Der Diskriminator irrt nie: Der Generator lernt wenig.</translation>
    </message>
    <message>
        <source>Usually helps: more generator steps, dropout or noise in the discriminator, real labels of 0.9.</source>
        <translation>Meist hilft: mehr Generatorschritte, Dropout oder Rauschen im Diskriminator, echte Ziele von 0,9.</translation>
    </message>
    <message>
        <source>The critic&apos;s loss grows without bound.</source>
        <translation>Der Verlust des Kritikers wächst ohne Grenze.</translation>
    </message>
    <message>
        <source>Usually helps: a gradient penalty instead of clipping, a lower learning rate.</source>
        <translation>Meist hilft: eine Gradientenstrafe statt Abschneiden, eine kleinere Lernrate.</translation>
    </message>
    <message>
        <source>The generator&apos;s gradient has all but vanished.</source>
        <translation>Der Gradient des Generators ist fast verschwunden.</translation>
    </message>
    <message>
        <source>Usually helps: a Wasserstein loss, a gradient penalty, a weaker discriminator.</source>
        <translation>Meist hilft: ein Wasserstein-Verlust, eine Gradientenstrafe, ein schwächerer Diskriminator.</translation>
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
    <name>JudgeMeter</name>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>sounds generated</source>
        <translation>klingt erzeugt</translation>
    </message>
    <message>
        <source>sounds real</source>
        <translation>klingt echt</translation>
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
    <message>
        <source>Sound, packed</source>
        <translation>Klang, gepackt</translation>
    </message>
</context>
<context>
    <name>KeyStrip</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
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
        <source>Your phrase</source>
        <translation>Deine Phrase</translation>
    </message>
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
    <name>MorphPace</name>
    <message>
        <source>within the bar</source>
        <translation>im Takt</translation>
    </message>
    <message>
        <source>bar by bar</source>
        <translation>Takt um Takt</translation>
    </message>
</context>
<context>
    <name>NewRunDialog</name>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Corpus</source>
        <translation>Korpus</translation>
    </message>
    <message>
        <source>or a corpus file</source>
        <translation>oder eine Korpusdatei</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
</context>
<context>
    <name>NextColumn</name>
    <message>
        <source>What comes next?</source>
        <translation>Was kommt als Nächstes?</translation>
    </message>
    <message>
        <source>the bets of the network for the next note</source>
        <translation>die Wetten des Netzes auf den nächsten Ton</translation>
    </message>
    <message>
        <source>listens back to bar %1</source>
        <translation>hört zurück auf Takt %1</translation>
    </message>
</context>
<context>
    <name>NextNotes</name>
    <message>
        <source>pause</source>
        <translation>Pause</translation>
    </message>
</context>
<context>
    <name>PanelPicture</name>
    <message>
        <source>50 %: cannot tell</source>
        <extracomment>A discriminator that is right half of the time</extracomment>
        <translation>50 %: kein Unterschied</translation>
    </message>
    <message>
        <source>best</source>
        <translation>Minimum</translation>
    </message>
    <message>
        <source>no data for this model</source>
        <translation>keine Daten für dieses Modell</translation>
    </message>
    <message>
        <source>real</source>
        <translation>echt</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>erzeugt</translation>
    </message>
    <message>
        <source>generated minus real</source>
        <translation>erzeugt minus echt</translation>
    </message>
    <message>
        <source>overlap</source>
        <translation>Überlappung</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>after the first epoch</source>
        <translation>nach der ersten Epoche</translation>
    </message>
    <message>
        <source>below: all alike</source>
        <extracomment>Below this distance all pieces are nearly the same</extracomment>
        <translation>darunter: alle gleich</translation>
    </message>
</context>
<context>
    <name>PanelSlot</name>
    <message>
        <source>Show another panel instead of %1</source>
        <translation>Ein anderes Feld statt %1 zeigen</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Pitch count</source>
        <translation>Zahl der Tonhöhen</translation>
    </message>
    <message>
        <source>Pitch count per bar</source>
        <translation>Zahl der Tonhöhen je Takt</translation>
    </message>
    <message>
        <source>Note count</source>
        <translation>Zahl der Töne</translation>
    </message>
    <message>
        <source>Note count per bar</source>
        <translation>Zahl der Töne je Takt</translation>
    </message>
    <message>
        <source>Pitch-class histogram</source>
        <translation>Tonklassen-Histogramm</translation>
    </message>
    <message>
        <source>Pitch-class histogram per bar</source>
        <translation>Tonklassen-Histogramm je Takt</translation>
    </message>
    <message>
        <source>Pitch range</source>
        <translation>Tonumfang</translation>
    </message>
    <message>
        <source>Mean interval</source>
        <translation>Mittleres Intervall</translation>
    </message>
    <message>
        <source>Mean inter-onset interval</source>
        <translation>Mittlerer Einsatzabstand</translation>
    </message>
    <message>
        <source>Note-length histogram</source>
        <translation>Tonlängen-Histogramm</translation>
    </message>
    <message>
        <source>Pitch-class transition matrix</source>
        <translation>Matrix der Tonklassen-Übergänge</translation>
    </message>
    <message>
        <source>Note-length transition matrix</source>
        <translation>Matrix der Tonlängen-Übergänge</translation>
    </message>
    <message>
        <source>Mean pitch</source>
        <translation>Mittlere Tonhöhe</translation>
    </message>
    <message>
        <source>Deviation of pitch</source>
        <translation>Streuung der Tonhöhe</translation>
    </message>
    <message>
        <source>Pitch groups</source>
        <translation>Tongruppen</translation>
    </message>
    <message>
        <source>Polyphony</source>
        <translation>Polyphonie</translation>
    </message>
    <message>
        <source>Empty-bar rate</source>
        <translation>Anteil leerer Takte</translation>
    </message>
    <message>
        <source>Qualified-note rate</source>
        <translation>Anteil genügend langer Töne</translation>
    </message>
    <message>
        <source>Scale consistency</source>
        <translation>Skalentreue</translation>
    </message>
    <message>
        <source>Groove consistency</source>
        <translation>Rhythmustreue</translation>
    </message>
    <message>
        <source>Reconstruction loss</source>
        <translation>Rekonstruktionsverlust</translation>
    </message>
    <message>
        <source>Adversarial loss</source>
        <translation>Adversarieller Verlust</translation>
    </message>
    <message>
        <source>Discriminator accuracy</source>
        <translation>Genauigkeit des Diskriminators</translation>
    </message>
    <message>
        <source>Latent space</source>
        <translation>Latenter Raum</translation>
    </message>
    <message>
        <source>Note frequency</source>
        <translation>Tonhäufigkeit</translation>
    </message>
    <message>
        <source>Pitch-class transitions</source>
        <translation>Tonklassen-Übergänge</translation>
    </message>
    <message>
        <source>Note-length transitions</source>
        <translation>Tonlängen-Übergänge</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>KL divergence, nats</source>
        <translation>KL-Divergenz, Nats</translation>
    </message>
    <message>
        <source>KL of the busiest dimension</source>
        <translation>KL der regsten Dimension</translation>
    </message>
    <message>
        <source>KL of the median dimension</source>
        <translation>KL der mittleren Dimension</translation>
    </message>
    <message>
        <source>KL of the idlest dimension</source>
        <translation>KL der trägsten Dimension</translation>
    </message>
    <message>
        <source>Weight of the KL</source>
        <translation>Gewicht der KL</translation>
    </message>
    <message>
        <source>Active units</source>
        <translation>Aktive Einheiten</translation>
    </message>
    <message>
        <source>Perplexity of the codebook</source>
        <translation>Perplexität des Codebuchs</translation>
    </message>
    <message>
        <source>Dead codes</source>
        <translation>Tote Codes</translation>
    </message>
    <message>
        <source>Steps per second</source>
        <translation>Schritte pro Sekunde</translation>
    </message>
    <message>
        <source>Seconds an epoch</source>
        <translation>Sekunden je Epoche</translation>
    </message>
    <message>
        <source>Distances: %1</source>
        <translation>Abstände: %1</translation>
    </message>
    <message>
        <source>train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>discriminator</source>
        <translation>Diskriminator</translation>
    </message>
    <message>
        <source>on real</source>
        <translation>bei echten</translation>
    </message>
    <message>
        <source>on generated</source>
        <translation>bei erzeugten</translation>
    </message>
    <message>
        <source>Gradient norms</source>
        <translation>Gradientennormen</translation>
    </message>
    <message>
        <source>Collapse meter</source>
        <translation>Kollaps-Anzeige</translation>
    </message>
    <message>
        <source>Spectrum</source>
        <translation>Spektrum</translation>
    </message>
    <message>
        <source>Level of the growing network</source>
        <translation>Stufe des wachsenden Netzes</translation>
    </message>
    <message>
        <source>Fade-in of the newest level, alpha</source>
        <translation>Einblendung der neuesten Stufe, Alpha</translation>
    </message>
    <message>
        <source>Fréchet distance: log-mel</source>
        <translation>Fréchet-Distanz: Log-Mel</translation>
    </message>
    <message>
        <source>Fréchet distance: MFCC</source>
        <translation>Fréchet-Distanz: MFCC</translation>
    </message>
    <message>
        <source>Fréchet distance: pitch classes</source>
        <translation>Fréchet-Distanz: Tonklassen</translation>
    </message>
    <message>
        <source>Fréchet distance: onsets</source>
        <translation>Fréchet-Distanz: Einsätze</translation>
    </message>
    <message>
        <source>Beat strength</source>
        <translation>Stärke des Schlags</translation>
    </message>
    <message>
        <source>Tempo stability</source>
        <translation>Stabilität des Tempos</translation>
    </message>
    <message>
        <source>Noise floor, dB</source>
        <translation>Grundrauschen, dB</translation>
    </message>
    <message>
        <source>Hiss, dB</source>
        <translation>Zischen, dB</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>Gradientennorm</translation>
    </message>
    <message>
        <source>Gradient norm of the generator</source>
        <translation>Gradientennorm des Generators</translation>
    </message>
    <message>
        <source>Gradient norm of the discriminator</source>
        <translation>Gradientennorm des Diskriminators</translation>
    </message>
    <message>
        <source>Gradient norm of the critic</source>
        <translation>Gradientennorm des Kritikers</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Learning rate of the generator</source>
        <translation>Lernrate des Generators</translation>
    </message>
    <message>
        <source>Learning rate of the discriminator</source>
        <translation>Lernrate des Diskriminators</translation>
    </message>
    <message>
        <source>Learning rate of the critic</source>
        <translation>Lernrate des Kritikers</translation>
    </message>
    <message>
        <source>Collapse, 1: all the same</source>
        <translation>Kollaps, 1: alle gleich</translation>
    </message>
    <message>
        <source>Share of silent samples</source>
        <translation>Anteil stummer Proben</translation>
    </message>
    <message>
        <source>Share of samples with one pitch</source>
        <translation>Anteil der Proben mit einer Tonhöhe</translation>
    </message>
    <message>
        <source>corpus</source>
        <translation>Korpus</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>erzeugt</translation>
    </message>
</context>
<context>
    <name>PatternLane</name>
    <message>
        <source>Patterns</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Pattern %1</source>
        <translation>Muster %1</translation>
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
    <message>
        <source>Sound</source>
        <translation>Klang</translation>
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
    <name>RunHeader</name>
    <message>
        <source>log x</source>
        <translation>log x</translation>
    </message>
    <message>
        <source>log y</source>
        <translation>log y</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>Logarithmic x axis</source>
        <translation>Logarithmische x-Achse</translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>Logarithmische y-Achse</translation>
    </message>
    <message>
        <source>⌀ seeds</source>
        <translation>⌀ Seeds</translation>
    </message>
    <message>
        <source>Mean and deviation over seeds</source>
        <translation>Mittel und Streuung über Seeds</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>glätten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Save all panels as CSV</source>
        <translation>Alle Felder als CSV sichern</translation>
    </message>
    <message>
        <source>Save the selected panel as CSV</source>
        <translation>Das gewählte Feld als CSV sichern</translation>
    </message>
    <message>
        <source>PNG</source>
        <translation>PNG</translation>
    </message>
    <message>
        <source>Save all panels as PNG</source>
        <translation>Alle Felder als PNG sichern</translation>
    </message>
    <message>
        <source>Save the selected panel as PNG</source>
        <translation>Das gewählte Feld als PNG sichern</translation>
    </message>
    <message>
        <source>One step, then pause</source>
        <translation>Ein Schritt, dann Pause</translation>
    </message>
    <message>
        <source>%L1/s</source>
        <comment>steps a second</comment>
        <translation>%L1/s</translation>
    </message>
    <message>
        <source>Back to full speed</source>
        <translation>Zurück zu vollem Tempo</translation>
    </message>
    <message>
        <source>Slow motion</source>
        <translation>Zeitlupe</translation>
    </message>
</context>
<context>
    <name>RunItem</name>
    <message>
        <source>training</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>abgerissen</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>Lay %1 over the curves</source>
        <translation>%1 über die Kurven legen</translation>
    </message>
</context>
<context>
    <name>RunRail</name>
    <message>
        <source>Play</source>
        <comment>the screen where one steers music</comment>
        <translation>Spielen</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <source>steps/s</source>
        <translation>Schritte/s</translation>
    </message>
    <message>
        <source>No GPU. Training on the CPU.</source>
        <translation>Keine GPU. Training auf der CPU.</translation>
    </message>
</context>
<context>
    <name>SampleThumb</name>
    <message>
        <source>Sample of epoch %1</source>
        <translation>Probe der Epoche %1</translation>
    </message>
    <message>
        <source>%1 live</source>
        <translation>%1 live</translation>
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
    <name>StopDialog</name>
    <message>
        <source>Stop this run? The last checkpoint is kept.</source>
        <translation>Diesen Lauf stoppen? Der letzte Checkpoint bleibt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
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
    <name>SurprisalLane</name>
    <message>
        <source>Surprise</source>
        <comment>of the network</comment>
        <translation>Wagnis</translation>
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
    <name>TimeMachine</name>
    <message>
        <source>Epoch time machine</source>
        <translation>Epochen-Zeitmaschine</translation>
    </message>
    <message>
        <source>One latent vector, decoded at every checkpoint</source>
        <translation>Ein latenter Vektor, dekodiert an jedem Checkpoint</translation>
    </message>
    <message>
        <source>All panels show epoch %1</source>
        <translation>Alle Felder zeigen Epoche %1</translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>Zurück zu live</translation>
    </message>
    <message>
        <source>Stop</source>
        <comment>the sound</comment>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Play through the epochs</source>
        <translation>Durch die Epochen spielen</translation>
    </message>
    <message>
        <source>Samples: %L1</source>
        <translation>Beispiele: %L1</translation>
    </message>
    <message>
        <source>%L1 samples</source>
        <translation>%L1 Beispiele</translation>
    </message>
    <message>
        <source>Other vector</source>
        <translation>Anderer Vektor</translation>
    </message>
    <message>
        <source>The first samples come at the end of an epoch.</source>
        <translation>Die ersten Proben kommen am Ende einer Epoche.</translation>
    </message>
    <message>
        <source>Epoch, live</source>
        <translation>Epoche, live</translation>
    </message>
    <message>
        <source>Epoch %1</source>
        <translation>Epoche %1</translation>
    </message>
    <message>
        <source>Play a sample, the keys or a MIDI file: the discriminator says how real it sounds</source>
        <translation>Spiel eine Probe, die Tasten oder eine MIDI-Datei: Der Diskriminator sagt, wie echt sie klingt</translation>
    </message>
    <message>
        <source>Keys for the discriminator to hear</source>
        <translation>Tasten, denen der Diskriminator zuhört</translation>
    </message>
</context>
<context>
    <name>TrainScreen</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>No runs in %1</source>
        <translation>Keine Läufe in %1</translation>
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
    <name>klangraum::JudgeModel</name>
    <message>
        <source>The discriminator on this piece</source>
        <translation>Der Diskriminator zu diesem Stück</translation>
    </message>
    <message>
        <source>The discriminator on what you play</source>
        <translation>Der Diskriminator zu deinem Spiel</translation>
    </message>
    <message>
        <source>The discriminator on %1</source>
        <translation>Der Diskriminator zu %1</translation>
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
        <source>Your melody begins in bar %1.</source>
        <extracomment>%1: number of a bar</extracomment>
        <translation>Deine Melodie beginnt in Takt %1.</translation>
    </message>
    <message>
        <source>Your music is on the map. The nearest piece: %1.</source>
        <extracomment>%1: a piece of the corpus</extracomment>
        <translation>Deine Musik steht auf der Karte. Das nächste Stück: %1.</translation>
    </message>
    <message>
        <source>This style can do nothing with that music.</source>
        <translation>Dieser Stil kann mit dieser Musik nichts anfangen.</translation>
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
    <message>
        <source>The network is late. The loop before goes on.</source>
        <translation>Das Netz ist zu spät. Die Schleife davor läuft weiter.</translation>
    </message>
</context>
<context>
    <name>klangraum::RunListModel</name>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>training</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>abgerissen</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
</context>
<context>
    <name>klangraum::TrainingRoom</name>
    <message>
        <source>Saved: %1</source>
        <translation>Gespeichert: %1</translation>
    </message>
    <message>
        <source>The corpus that Klangraum composes itself</source>
        <translation>Der Korpus, den Klangraum selbst komponiert</translation>
    </message>
    <message>
        <source>This sample is silent.</source>
        <translation>Diese Probe ist still.</translation>
    </message>
    <message>
        <source>Epoch %1 of %2</source>
        <translation>Epoche %1 von %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>GPU load</source>
        <translation>GPU-Last</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>GPU-Speicher</translation>
    </message>
    <message>
        <source>GPU temp.</source>
        <translation>GPU-Temp.</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory in use</source>
        <translation>Speicher belegt</translation>
    </message>
    <message>
        <source>Disk free</source>
        <translation>Platte frei</translation>
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
    <message>
        <source>Chords</source>
        <translation>Akkorde</translation>
    </message>
</context>
</TS>
