<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>Cop&amp;y record as JSON</source>
        <translation>Protokoll als JSON &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>S&amp;tarten</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>S&amp;top, to be resumed later</source>
        <translation>Anha&amp;lten, später fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Cancel this hypothesis</source>
        <translation>Diese &amp;Hypothese abbrechen</translation>
    </message>
    <message>
        <source>Cancel what &amp;waits</source>
        <translation>&amp;Wartende abbrechen</translation>
    </message>
    <message>
        <source>Cancel &amp;all that is left</source>
        <translation>&amp;Alles Übrige abbrechen</translation>
    </message>
    <message>
        <source>Restart what &amp;failed</source>
        <translation>Fehl&amp;geschlagene neu starten</translation>
    </message>
    <message>
        <source>Screen this list a&amp;gain</source>
        <translation>Diese Liste erneut s&amp;creenen</translation>
    </message>
    <message>
        <source>Repla&amp;y what is selected…</source>
        <translation>Auswahl &amp;nachrechnen…</translation>
    </message>
    <message>
        <source>R&amp;eplay the whole screen…</source>
        <translation>&amp;Ganzes Screening nachrechnen…</translation>
    </message>
    <message>
        <source>Your verdict: &amp;advance</source>
        <translation>Ihr Urteil: &amp;weiter</translation>
    </message>
    <message>
        <source>Your verdict: &amp;reject</source>
        <translation>Ihr Urteil: &amp;verwerfen</translation>
    </message>
    <message>
        <source>Your verdict: &amp;unsure</source>
        <translation>Ihr Urteil: &amp;unsicher</translation>
    </message>
    <message>
        <source>&amp;No verdict of yours</source>
        <translation>&amp;Kein eigenes Urteil</translation>
    </message>
    <message>
        <source>Write the rea&amp;son</source>
        <translation>&amp;Begründung schreiben</translation>
    </message>
    <message>
        <source>&amp;Screen</source>
        <translation>&amp;Screening</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>&amp;Playground</source>
        <translation>&amp;Werkstatt</translation>
    </message>
    <message>
        <source>&amp;Dial</source>
        <translation>&amp;Regler</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>&amp;Modelle</translation>
    </message>
    <message>
        <source>&amp;Columns…</source>
        <translation>S&amp;palten…</translation>
    </message>
    <message>
        <source>&amp;Next hypothesis</source>
        <translation>&amp;Nächste Hypothese</translation>
    </message>
    <message>
        <source>Pre&amp;vious hypothesis</source>
        <translation>V&amp;orige Hypothese</translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation>&amp;Tastatur</translation>
    </message>
    <message>
        <source>What the &amp;dial cannot do</source>
        <translation>Was der &amp;Regler nicht kann</translation>
    </message>
    <message>
        <source>&amp;About Winnow</source>
        <translation>Ü&amp;ber Winnow</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>Ver&amp;dict</source>
        <translation>&amp;Urteil</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Open a list…</source>
        <translation>Liste ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Paste a list</source>
        <translation>Liste &amp;einfügen</translation>
    </message>
    <message>
        <source>Open the &amp;sample list</source>
        <translation>Bei&amp;spielliste öffnen</translation>
    </message>
    <message>
        <source>Choose a &amp;model…</source>
        <translation>&amp;Modell auswählen…</translation>
    </message>
    <message>
        <source>&amp;Export results…</source>
        <translation>Ergebnisse e&amp;xportieren…</translation>
    </message>
    <message>
        <source>&amp;Import a signed record…</source>
        <translation>Signierte Aufzeichnung i&amp;mportieren…</translation>
    </message>
    <message>
        <source>Check a re&amp;cord…</source>
        <translation>Aufzeichnung &amp;prüfen…</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>E&amp;instellungen…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>These settings cannot be, and were put back</source>
        <translation>Diese Einstellungen gehen nicht und wurden zurückgesetzt</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>Choose another store</source>
        <translation>Andere Ablage wählen</translation>
    </message>
    <message>
        <source>The store cannot be opened</source>
        <translation>Die Ablage lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>The language changes at the next start.</source>
        <translation>Die Sprache wechselt beim nächsten Start.</translation>
    </message>
    <message>
        <source>The engine&apos;s settings were not changed</source>
        <translation>Die Einstellungen der Engine wurden nicht geändert</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Banners</name>
    <message>
        <source>Close all messages</source>
        <translation>Alle Meldungen schließen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more message(s)</source>
        <translation>
            <numerusform>Noch %Ln weitere Meldung</numerusform>
            <numerusform>Noch %Ln weitere Meldungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BehindDialog</name>
    <message>
        <source>Traces at {0}</source>
        <translation>Gedankengänge bei {0}</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>Wahrheit</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Gegeben</translation>
    </message>
    <message>
        <source>P(advance)</source>
        <translation>P(advance)</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Right?</source>
        <translation>Richtig?</translation>
    </message>
    <message>
        <source>Generations at this point</source>
        <translation>Generierungen an diesem Punkt</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Gedankengang</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>schlecht</translation>
    </message>
</context>
<context>
    <name>BudgetDial</name>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message numerus="yes">
        <source>%Ln thinking token(s)</source>
        <translation>
            <numerusform>%Ln Denk-Token</numerusform>
            <numerusform>%Ln Denk-Token</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckDialog</name>
    <message>
        <source>Check a record</source>
        <translation>Aufzeichnung prüfen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>64 hexadecimal digits, if you noted some</source>
        <translation>64 Hexadezimalziffern, falls notiert</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>The record is being checked</source>
        <translation>Die Aufzeichnung wird geprüft</translation>
    </message>
    <message>
        <source>What does not hold</source>
        <translation>Was nicht stimmt</translation>
    </message>
    <message>
        <source>Store or bundle</source>
        <translation>Ablage oder Bündel</translation>
    </message>
    <message>
        <source>Head noted earlier</source>
        <translation>Früher notierter Kopf</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Every entry of the ledger and every stored byte is read and compared with its digest; nothing is written. A head that you noted elsewhere shows that all up to it is as it was.</source>
        <translation>Jeder Eintrag des Journals und jedes gespeicherte Byte wird gelesen und mit seiner Prüfsumme verglichen; geschrieben wird nichts. Ein anderswo notierter Kopf zeigt, dass alles bis zu ihm unverändert ist.</translation>
    </message>
    <message>
        <source>A store or a bundle</source>
        <translation>Eine Ablage oder ein Bündel</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The record cannot be checked.</source>
        <translation>Die Aufzeichnung kann nicht geprüft werden.</translation>
    </message>
    <message>
        <source>{0} holds.</source>
        <translation>{0} stimmt.</translation>
    </message>
    <message>
        <source>{0} does not hold.</source>
        <translation>{0} stimmt nicht.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entry(ies); head {0}</source>
        <translation>
            <numerusform>%Ln Eintrag; Kopf {0}</numerusform>
            <numerusform>%Ln Einträge; Kopf {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>Screen {0}, signed by the key {1}. Ask the signer whether that is theirs: anyone can sign with a key of their own.</source>
        <translation>Screening {0}, signiert mit dem Schlüssel {1}. Fragen Sie den Unterzeichner, ob das seiner ist: jeder kann mit einem eigenen Schlüssel signieren.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pass(es) in doubt: a model&apos;s file was written to meanwhile</source>
        <translation>
            <numerusform>%Ln Durchgang in Zweifel: in eine Modelldatei wurde währenddessen geschrieben</numerusform>
            <numerusform>%Ln Durchgänge in Zweifel: in eine Modelldatei wurde währenddessen geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>entry {0}: </source>
        <translation>Eintrag {0}: </translation>
    </message>
</context>
<context>
    <name>Checks</name>
    <message>
        <source>The record cannot be checked</source>
        <translation>Die Aufzeichnung kann nicht geprüft werden</translation>
    </message>
</context>
<context>
    <name>ColumnMenu</name>
    <message>
        <source>Sort by “{0}”, &amp;ascending</source>
        <translation>Nach „{0}“ sortieren, &amp;aufsteigend</translation>
    </message>
    <message>
        <source>Sort by “{0}”, &amp;descending</source>
        <translation>Nach „{0}“ sortieren, ab&amp;steigend</translation>
    </message>
    <message>
        <source>In the &amp;list&apos;s order</source>
        <translation>In der Reihenfolge der &amp;Liste</translation>
    </message>
    <message>
        <source>Move “{0}” le&amp;ft</source>
        <translation>„{0}“ nach l&amp;inks rücken</translation>
    </message>
    <message>
        <source>Move “{0}” ri&amp;ght</source>
        <translation>„{0}“ nach &amp;rechts rücken</translation>
    </message>
    <message>
        <source>&amp;Reset columns and order</source>
        <translation>Spalten und Reihenfolge &amp;zurücksetzen</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare two screens</source>
        <translation>Zwei Screenings vergleichen</translation>
    </message>
    <message>
        <source>Only verdicts that changed</source>
        <translation>Nur geänderte Urteile</translation>
    </message>
    <message>
        <source>Verdicts of both screens</source>
        <translation>Urteile beider Screenings</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erstes</translation>
    </message>
    <message>
        <source>decided by</source>
        <translation>entschieden durch</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweites</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Differences of the plans</source>
        <translation>Unterschiede der Pläne</translation>
    </message>
    <message>
        <source>None: both were run under the same plan.</source>
        <translation>Keine: Beide liefen nach demselben Plan.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln hypothesis(es) stand in both</source>
        <translation>
            <numerusform>%Ln Hypothese steht in beiden</numerusform>
            <numerusform>%Ln Hypothesen stehen in beiden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %Ln verdict(s) changed</source>
        <translation>
            <numerusform>; %Ln Urteil geändert</numerusform>
            <numerusform>; %Ln Urteile geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>; {0} only in the first, {1} only in the second</source>
        <translation>; {0} nur im ersten, {1} nur im zweiten</translation>
    </message>
    <message>
        <source>{0}, {1} of {2} tokens</source>
        <translation>{0}, {1} von {2} Token</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>thinking tokens, mean</source>
        <translation>Denk-Token, Mittel</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Trefferquote</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>budget, tokens</source>
        <translation>Budget, Token</translation>
    </message>
    <message>
        <source>tokens used, mean</source>
        <translation>verbrauchte Token, Mittel</translation>
    </message>
    <message>
        <source>ROC</source>
        <translation>ROC</translation>
    </message>
    <message>
        <source>bad ones kept</source>
        <translation>behaltene schlechte</translation>
    </message>
    <message>
        <source>good ones kept</source>
        <translation>behaltene gute</translation>
    </message>
    <message>
        <source>Reliability of P(advance)</source>
        <translation>Verlässlichkeit von P(advance)</translation>
    </message>
    <message>
        <source>P(advance), mean</source>
        <translation>P(advance), Mittel</translation>
    </message>
    <message>
        <source>good ones</source>
        <translation>gute</translation>
    </message>
    <message numerus="yes">
        <source>budget {0}, %Ln Wait(s)</source>
        <translation>
            <numerusform>Budget {0}, %Ln Wait</numerusform>
            <numerusform>Budget {0}, %Ln Waits</numerusform>
        </translation>
    </message>
    <message>
        <source>budget {0}</source>
        <translation>Budget {0}</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>Trefferquote</translation>
    </message>
    <message numerus="yes">
        <source>accuracy, %Ln Wait(s)</source>
        <translation>
            <numerusform>Trefferquote, %Ln Wait</numerusform>
            <numerusform>Trefferquote, %Ln Waits</numerusform>
        </translation>
    </message>
    <message>
        <source>recall of the good</source>
        <translation>Recall der guten</translation>
    </message>
    <message>
        <source>discard of the bad</source>
        <translation>Aussortierte schlechte</translation>
    </message>
    <message numerus="yes">
        <source>%Ln Wait(s)</source>
        <translation>
            <numerusform>%Ln Wait</numerusform>
            <numerusform>%Ln Waits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>The sample list cannot be read</source>
        <translation>Die Beispielliste lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>The screen cannot be opened</source>
        <translation>Das Screening lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>They cannot be compared</source>
        <translation>Die Screenings lassen sich nicht vergleichen</translation>
    </message>
    <message>
        <source>The results cannot be exported</source>
        <translation>Die Ergebnisse lassen sich nicht exportieren</translation>
    </message>
    <message>
        <source>The bundle cannot be imported</source>
        <translation>Das Bündel kann nicht importiert werden</translation>
    </message>
    <message>
        <source>The thinking formats cannot be read</source>
        <translation>Die Denkformate lassen sich nicht lesen</translation>
    </message>
</context>
<context>
    <name>DetailView</name>
    <message>
        <source>Hypothesis</source>
        <translation>Hypothese</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Traces or record</source>
        <translation>Gedankengänge oder Protokoll</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>Gedankengänge</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Select a hypothesis to see its traces and its record.</source>
        <translation>Wählen Sie eine Hypothese, um ihre Gedankengänge und ihr Protokoll zu sehen.</translation>
    </message>
    <message>
        <source>Your verdict</source>
        <translation>Ihr Urteil</translation>
    </message>
    <message>
        <source>Reason, then choose a verdict or press Enter</source>
        <translation>Begründung; dann Urteil wählen oder Eingabetaste drücken</translation>
    </message>
    <message>
        <source>Reason of your verdict</source>
        <translation>Begründung Ihres Urteils</translation>
    </message>
    <message>
        <source>{0} by {1}, {2}; the model says {3}</source>
        <translation>{0}, von {1}, {2}; das Modell sagt: {3}</translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>noch nichts</translation>
    </message>
    <message>
        <source>Not done: {0}</source>
        <translation>Nicht ausgeführt: {0}</translation>
    </message>
    <message>
        <source>The run ended before this pass did; resume the screen to do it.</source>
        <translation>Das Screening endete vor diesem Lauf; setzen Sie es fort, um ihn nachzuholen.</translation>
    </message>
    <message>
        <source>Not done yet.</source>
        <translation>Noch nicht ausgeführt.</translation>
    </message>
    <message>
        <source>Triage rejected it; it gets no deep pass.</source>
        <translation>In der Triage verworfen; kein Tiefenlauf.</translation>
    </message>
    <message>
        <source>Comes if triage lets it go on.</source>
        <translation>Folgt, falls die Hypothese in der Triage weiterkommt.</translation>
    </message>
</context>
<context>
    <name>DialCard</name>
    <message>
        <source>Thinking budget, {0}</source>
        <translation>Denkbudget, {0}</translation>
    </message>
    <message>
        <source>Thinking tokens at most, {0}</source>
        <translation>Denk-Token höchstens, {0}</translation>
    </message>
    <message>
        <source>Waits, {0}</source>
        <translation>Waits, {0}</translation>
    </message>
    <message>
        <source>How often thinking that ends by itself is sent on with “Wait”</source>
        <translation>Wie oft ein Denken, das von selbst endet, mit „Wait“ weitergeschickt wird</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Waits</translation>
    </message>
</context>
<context>
    <name>DialModel</name>
    <message>
        <source>The labelled list cannot be read</source>
        <translation>Die gelabelte Liste kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>The dial run cannot be read</source>
        <translation>Die Messung kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>The measurement ended early</source>
        <translation>Die Messung endete vorzeitig</translation>
    </message>
</context>
<context>
    <name>DialPage</name>
    <message>
        <source>Choose a labelled list…</source>
        <translation>Gelabelte Liste wählen…</translation>
    </message>
    <message>
        <source>Labelled sample list</source>
        <translation>Gelabelte Beispielliste</translation>
    </message>
    <message>
        <source>No labelled list yet.</source>
        <translation>Noch keine gelabelte Liste.</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Progress of the measurement</source>
        <translation>Fortschritt der Messung</translation>
    </message>
    <message>
        <source>Traces behind it…</source>
        <translation>Gedankengänge dahinter…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Labelled list</source>
        <translation>Gelabelte Liste</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>To be shown</source>
        <translation>Zu zeigen</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Thinking tokens, rising, with commas</source>
        <translation>Denk-Token, aufsteigend, mit Kommas</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Waits</translation>
    </message>
    <message>
        <source>Numbers of Waits, rising, with commas</source>
        <translation>Anzahlen von Waits, aufsteigend, mit Kommas</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>0 is greedy</source>
        <translation>0 ist greedy</translation>
    </message>
    <message>
        <source>Repetitions</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>Seeds; above one the temperature counts</source>
        <translation>Seeds; ab zwei zählt die Temperatur</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Recall</translation>
    </message>
    <message>
        <source>Share of the good that triage is to keep</source>
        <translation>Anteil der guten, den die Triage behalten soll</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>Of the certificate</source>
        <translation>Des Zertifikats</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>A difference in accuracy that counts as none</source>
        <translation>Ein Unterschied der Trefferquote, der als keiner gilt</translation>
    </message>
    <message>
        <source>Dial</source>
        <translation>Regler</translation>
    </message>
    <message>
        <source>What this does not show</source>
        <translation>Was das nicht zeigt</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>Was gemessen wird</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>Was gemessen wurde</translation>
    </message>
    <message>
        <source>Something runs; wait for its end.</source>
        <translation>Es läuft etwas; warten Sie auf das Ende.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln reading(s) of {0}</source>
        <translation>
            <numerusform>%Ln Messung von {0}</numerusform>
            <numerusform>%Ln Messungen von {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>, {0} left</source>
        <translation>, noch {0}</translation>
    </message>
    <message>
        <source>Each item is run at every budget; where one trace begins as another, it is run once.</source>
        <translation>Jeder Eintrag wird bei jedem Budget gemessen; was seine Gedankengänge teilen, wird einmal generiert.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s)</source>
        <translation>
            <numerusform>%Ln Frage</numerusform>
            <numerusform>%Ln Fragen</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} good, {1} bad</source>
        <translation>{0} gut, {1} schlecht</translation>
    </message>
    <message numerus="yes">
        <source>; %Ln row(s) left out</source>
        <translation>
            <numerusform>; %Ln Zeile ausgelassen</numerusform>
            <numerusform>; %Ln Zeilen ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Use this point</source>
        <translation>Diesen Punkt übernehmen</translation>
    </message>
    <message>
        <source>Use the certificate</source>
        <translation>Zertifikat übernehmen</translation>
    </message>
    <message>
        <source>Labelled lists ({0})</source>
        <translation>Gelabelte Listen ({0})</translation>
    </message>
    <message>
        <source>Open a labelled list</source>
        <translation>Gelabelte Liste öffnen</translation>
    </message>
    <message>
        <source>The grid cannot be measured</source>
        <translation>Das Raster kann nicht gemessen werden</translation>
    </message>
    <message>
        <source>The triage dial of the screen page is set so.</source>
        <translation>Der Triage-Regler der Screening-Seite ist so gestellt.</translation>
    </message>
    <message>
        <source>Points as CSV (*.csv)</source>
        <translation>Punkte als CSV (*.csv)</translation>
    </message>
    <message>
        <source>Curves as a picture (*.png)</source>
        <translation>Kurven als Bild (*.png)</translation>
    </message>
    <message>
        <source>Curves as a drawing (*.svg)</source>
        <translation>Kurven als Zeichnung (*.svg)</translation>
    </message>
    <message>
        <source>Export the measurement</source>
        <translation>Messung exportieren</translation>
    </message>
    <message>
        <source>The measurement cannot be exported</source>
        <translation>Die Messung kann nicht exportiert werden</translation>
    </message>
    <message>
        <source>Exported to {0}.</source>
        <translation>Exportiert nach {0}.</translation>
    </message>
    <message>
        <source>the picture cannot be written</source>
        <translation>das Bild kann nicht geschrieben werden</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Lists ({0})</source>
        <translation>Listen ({0})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a list of hypotheses</source>
        <translation>Hypothesenliste öffnen</translation>
    </message>
    <message>
        <source>Model file</source>
        <translation>Modelldatei</translation>
    </message>
    <message>
        <source>Import a signed record</source>
        <translation>Signierte Aufzeichnung importieren</translation>
    </message>
    <message>
        <source>Signed records (*.zip)</source>
        <translation>Signierte Aufzeichnungen (*.zip)</translation>
    </message>
    <message>
        <source>Verdicts as CSV (*.csv)</source>
        <translation>Urteile als CSV (*.csv)</translation>
    </message>
    <message>
        <source>Report as HTML (*.html)</source>
        <translation>Bericht als HTML (*.html)</translation>
    </message>
    <message>
        <source>Report as PDF (*.pdf)</source>
        <translation>Bericht als PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Report as Markdown (*.md)</source>
        <translation>Bericht als Markdown (*.md)</translation>
    </message>
    <message>
        <source>All data as JSON (*.json)</source>
        <translation>Alle Daten als JSON (*.json)</translation>
    </message>
    <message>
        <source>The whole record, signed (*.zip)</source>
        <translation>Die ganze Aufzeichnung, signiert (*.zip)</translation>
    </message>
    <message>
        <source>Export results or a report</source>
        <translation>Ergebnisse oder einen Bericht exportieren</translation>
    </message>
    <message>
        <source>Turn a dial by one step, by a doubling</source>
        <translation>Regler um eine Stufe, um eine Verdopplung drehen</translation>
    </message>
    <message>
        <source>arrows, page keys</source>
        <translation>Pfeiltasten, Bildtasten</translation>
    </message>
    <message>
        <source>Follow a trace again</source>
        <translation>Einem Gedankengang wieder folgen</translation>
    </message>
    <message>
        <source>Ctrl+End</source>
        <translation>Strg+Ende</translation>
    </message>
    <message>
        <source>Fold or unfold</source>
        <translation>Auf- oder zuklappen</translation>
    </message>
    <message>
        <source>space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Next field</source>
        <translation>Nächstes Feld</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>Tabulatortaste</translation>
    </message>
    <message>
        <source>Within views</source>
        <translation>In den Ansichten</translation>
    </message>
    <message>
        <source>What the dial cannot do</source>
        <translation>Was der Regler nicht kann</translation>
    </message>
    <message>
        <source>Winnow {0} screens research hypotheses with a reasoning model on your own hardware.</source>
        <translation>Winnow {0} sichtet Forschungshypothesen mit einem Reasoning-Modell auf Ihrer eigenen Hardware.</translation>
    </message>
    <message>
        <source>The method is that of “s1: Simple test-time scaling” (arXiv 2501.19393). Inference is by llama.cpp, the window by Qt (LGPL). Winnow is under the Apache License 2.0.</source>
        <translation>Das Verfahren stammt aus „s1: Simple test-time scaling“ (arXiv 2501.19393). Die Inferenz leistet llama.cpp, das Fenster Qt (LGPL). Winnow steht unter der Apache-Lizenz 2.0.</translation>
    </message>
    <message>
        <source>The demo model&apos;s verdicts mean nothing outside its own made-up world.</source>
        <translation>Die Urteile des Demomodells bedeuten außerhalb seiner erfundenen Welt nichts.</translation>
    </message>
    <message>
        <source>Records: {0}</source>
        <translation>Protokolle: {0}</translation>
    </message>
    <message>
        <source>Log: {0}</source>
        <translation>Logdatei: {0}</translation>
    </message>
    <message>
        <source>About Winnow</source>
        <translation>Über Winnow</translation>
    </message>
    <message>
        <source>The dial is being measured</source>
        <translation>Der Regler wird gemessen</translation>
    </message>
    <message>
        <source>What was measured is kept. The rest can go on from the Dial page.</source>
        <translation>Was gemessen wurde, bleibt. Der Rest kann auf der Regler-Seite weitergehen.</translation>
    </message>
    <message>
        <source>A screen is running</source>
        <translation>Ein Screening läuft</translation>
    </message>
    <message>
        <source>The model is at work</source>
        <translation>Das Modell arbeitet</translation>
    </message>
    <message>
        <source>What was completed is kept.</source>
        <translation>Was fertig ist, bleibt.</translation>
    </message>
    <message>
        <source>Stop it and close?</source>
        <translation>Anhalten und schließen?</translation>
    </message>
    <message>
        <source>What was completed is kept. The rest is offered to be resumed at the next start.</source>
        <translation>Was fertig ist, bleibt erhalten. Den Rest können Sie beim nächsten Start fortsetzen.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
</context>
<context>
    <name>Fold</name>
    <message>
        <source>unfolded</source>
        <translation>aufgeklappt</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>zugeklappt</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>The store cannot be read</source>
        <translation>Die Ablage lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Triaged</source>
        <translation>Triagiert</translation>
    </message>
    <message>
        <source>Advance</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Screening</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>unfinished</source>
        <translation>nicht fertig</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Screens</source>
        <translation>Screenings</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Compare two</source>
        <translation>Zwei vergleichen</translation>
    </message>
    <message>
        <source>Use its plan</source>
        <translation>Plan übernehmen</translation>
    </message>
    <message>
        <source>Set the dials as this screen had them</source>
        <translation>Die Regler so stellen wie in diesem Screening</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Select two screens to compare their verdicts.</source>
        <translation>Wählen Sie zwei Screenings, um ihre Urteile zu vergleichen.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>No screen yet.</source>
        <translation>Noch kein Screening.</translation>
    </message>
    <message>
        <source>Go to the list</source>
        <translation>Zur Liste</translation>
    </message>
</context>
<context>
    <name>HubDialog</name>
    <message>
        <source>Download from the Hub</source>
        <translation>Vom Hub herunterladen</translation>
    </message>
    <message>
        <source>only for private models</source>
        <translation>nur für private Modelle</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>GGUF file; of a split one any part</source>
        <translation>GGUF-Datei; bei einer geteilten ein beliebiger Teil</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Zugangstoken</translation>
    </message>
    <message>
        <source>A download that was paused goes on. A token goes into the system&apos;s keyring, or where there is none into a file that only you may read, and is sent to the Hub alone.</source>
        <translation>Ein angehaltener Download geht weiter. Ein Token kommt in den Schlüsselbund des Systems, oder wo es keinen gibt in eine Datei, die nur Sie lesen dürfen, und wird allein an den Hub gesendet.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Open {0}</source>
        <translation>{0} öffnen</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Hypotheses that are used</source>
        <translation>Verwendete Hypothesen</translation>
    </message>
    <message>
        <source>Rows that are left out</source>
        <translation>Ausgelassene Zeilen</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Use this list</source>
        <translation>Liste verwenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What {0} is</source>
        <translation>Bedeutung von {0}</translation>
    </message>
    <message>
        <source>read as: {0}</source>
        <translation>gelesen als: {0}</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>Aussage</translation>
    </message>
    <message>
        <source>Your label (never shown to a model)</source>
        <translation>Ihr Label (wird nie einem Modell gezeigt)</translation>
    </message>
    <message>
        <source>Detail, shown to the model</source>
        <translation>Detail, wird dem Modell gezeigt</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>Nicht verwendet</translation>
    </message>
    <message numerus="yes">
        <source>%Ln hypothesis(es) will be screened</source>
        <translation>
            <numerusform>%Ln Hypothese wird gescreent</numerusform>
            <numerusform>%Ln Hypothesen werden gescreent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %Ln row(s) left out</source>
        <translation>
            <numerusform>; %Ln Zeile ausgelassen</numerusform>
            <numerusform>; %Ln Zeilen ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Used ({0})</source>
        <translation>Verwendet ({0})</translation>
    </message>
    <message>
        <source>Left out ({0})</source>
        <translation>Ausgelassen ({0})</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>{0} as in row {1}</source>
        <translation>{0} wie in Zeile {1}</translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message>
        <source>The list cannot be read</source>
        <translation>Die Liste lässt sich nicht lesen</translation>
    </message>
</context>
<context>
    <name>Imports</name>
    <message>
        <source>The list cannot be read</source>
        <translation>Die Liste lässt sich nicht lesen</translation>
    </message>
</context>
<context>
    <name>Judgements</name>
    <message>
        <source>Your verdict was not recorded</source>
        <translation>Ihr Urteil wurde nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>{0}: no verdict</source>
        <translation>{0}: kein Urteil</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>LivePane</name>
    <message>
        <source>Live trace</source>
        <translation>Laufender Gedankengang</translation>
    </message>
    <message>
        <source>Live trace of {0}</source>
        <translation>Laufender Gedankengang von {0}</translation>
    </message>
    <message>
        <source>Thinking tokens of the budget</source>
        <translation>Denk-Token vom Budget</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message numerus="yes">
        <source>{0}, P(advance) {1}, %Ln token(s), {2}</source>
        <translation>
            <numerusform>{0}, P(advance) {1}, %Ln Token, {2}</numerusform>
            <numerusform>{0}, P(advance) {1}, %Ln Token, {2}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Start</source>
        <translation>S&amp;tarten</translation>
    </message>
    <message>
        <source>The demo model&apos;s verdicts mean nothing outside its own made-up world.</source>
        <translation>Die Urteile des Demomodells bedeuten außerhalb seiner erfundenen Welt nichts.</translation>
    </message>
    <message>
        <source>Something runs with the model that it has; stop it first.</source>
        <translation>Mit dem bisherigen Modell läuft noch etwas; halten Sie es zuerst an.</translation>
    </message>
    <message>
        <source>Go &amp;on</source>
        <translation>F&amp;ortsetzen</translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation>F&amp;ortsetzen</translation>
    </message>
    <message>
        <source>Screen agai&amp;n</source>
        <translation>Er&amp;neut screenen</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>Modelle zeigen</translation>
    </message>
    <message>
        <source>The dials are set as in the screen of {0}.</source>
        <translation>Die Regler stehen jetzt wie im Screening von {0}.</translation>
    </message>
    <message>
        <source>Exported to {0}.</source>
        <translation>Exportiert nach {0}.</translation>
    </message>
    <message>
        <source>The record in {0} holds and is imported. It is signed by the key {1}; ask the signer whether that is theirs.</source>
        <translation>Die Aufzeichnung in {0} stimmt und ist importiert. Sie ist mit dem Schlüssel {1} signiert; fragen Sie den Unterzeichner, ob das seiner ist.</translation>
    </message>
    <message>
        <source>{0} of {1} are triaged</source>
        <translation>{0} von {1} triagiert</translation>
    </message>
    <message>
        <source>The screen of {0} is unfinished: {1}.</source>
        <translation>Das Screening von {0} ist nicht fertig: {1}.</translation>
    </message>
    <message>
        <source>Resume it</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message numerus="yes">
        <source>{0}: {1} of {2} survived triage, %Ln error(s)</source>
        <translation>
            <numerusform>{0}: {1} von {2} in der Triage weitergekommen, %Ln Fehler</numerusform>
            <numerusform>{0}: {1} von {2} in der Triage weitergekommen, %Ln Fehler</numerusform>
        </translation>
    </message>
    <message>
        <source>The screen is complete</source>
        <translation>Das Screening ist fertig</translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation>{0} wird gelesen…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>One list at a time; the first one was taken.</source>
        <translation>Nur eine Liste auf einmal; die erste wurde übernommen.</translation>
    </message>
    <message>
        <source>pasted text</source>
        <translation>Eingefügter Text</translation>
    </message>
    <message>
        <source>There is no list on the clipboard; copy its lines or its file first.</source>
        <translation>In der Zwischenablage ist keine Liste; kopieren Sie zuerst ihre Zeilen oder ihre Datei.</translation>
    </message>
</context>
<context>
    <name>ModelsModel</name>
    <message>
        <source>The models cannot be listed</source>
        <translation>Die Modelle können nicht aufgelistet werden</translation>
    </message>
    <message>
        <source>The default was not changed</source>
        <translation>Die Vorgabe wurde nicht geändert</translation>
    </message>
    <message>
        <source>The self-test is not repeated</source>
        <translation>Der Selbsttest wird nicht wiederholt</translation>
    </message>
    <message>
        <source>The model was not removed</source>
        <translation>Das Modell wurde nicht entfernt</translation>
    </message>
    <message>
        <source>The model cannot be added</source>
        <translation>Das Modell kann nicht hinzugefügt werden</translation>
    </message>
    <message>
        <source>The model cannot be verified</source>
        <translation>Das Modell kann nicht geprüft werden</translation>
    </message>
    <message>
        <source>The model cannot be downloaded</source>
        <translation>Das Modell kann nicht heruntergeladen werden</translation>
    </message>
    <message>
        <source>{0} is not what was installed; install it again</source>
        <translation>{0} ist nicht, was installiert wurde; installieren Sie es noch einmal</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>Datei hinzufügen…</translation>
    </message>
    <message>
        <source>A GGUF is used where it lies</source>
        <translation>Eine GGUF-Datei wird benutzt, wo sie liegt</translation>
    </message>
    <message>
        <source>From the Hub…</source>
        <translation>Vom Hub…</translation>
    </message>
    <message>
        <source>Any GGUF of the Hub, private ones too</source>
        <translation>Jede GGUF-Datei des Hubs, auch private</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Read every byte again and compare its SHA-256</source>
        <translation>Jedes Byte noch einmal lesen und den SHA-256 vergleichen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Use as default</source>
        <translation>Als Vorgabe</translation>
    </message>
    <message>
        <source>Use now</source>
        <translation>Jetzt verwenden</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>Diese Einstellungen übernehmen</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Erneut testen</translation>
    </message>
    <message>
        <source>Whether sequences side by side change a token is tested once and kept; this forgets it</source>
        <translation>Ob Sequenzen nebeneinander ein Token ändern, wird einmal getestet und behalten; dies vergisst es</translation>
    </message>
    <message>
        <source>Select a model.</source>
        <translation>Wählen Sie ein Modell aus.</translation>
    </message>
    <message>
        <source>File: {0}</source>
        <translation>Datei: {0}</translation>
    </message>
    <message>
        <source>On the Hub: {0}</source>
        <translation>Auf dem Hub: {0}</translation>
    </message>
    <message>
        <source>SHA-256: {0}</source>
        <translation>SHA-256: {0}</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>It is in use; use another one first.</source>
        <translation>Es ist in Gebrauch; verwenden Sie zuerst ein anderes.</translation>
    </message>
    <message>
        <source>Something runs; wait for its end.</source>
        <translation>Es läuft etwas; warten Sie auf das Ende.</translation>
    </message>
    <message>
        <source>Models are loaded so from now on; the settings are where to change it back.</source>
        <translation>Modelle werden von nun an so geladen; in den Einstellungen lässt es sich zurückstellen.</translation>
    </message>
    <message>
        <source>Download a model</source>
        <translation>Modell herunterladen</translation>
    </message>
    <message>
        <source>Download {0}, though it does not fit?</source>
        <translation>{0} herunterladen, obwohl es nicht passt?</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Nicht herunterladen</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>Modell entfernen</translation>
    </message>
    <message>
        <source>Remove {0}?</source>
        <translation>{0} entfernen?</translation>
    </message>
    <message>
        <source>What is run where no model is named, here and in the command line</source>
        <translation>Was läuft, wo kein Modell genannt wird, hier und in der Kommandozeile</translation>
    </message>
    <message>
        <source>Winnow downloaded its file and deletes it.</source>
        <translation>Winnow hat seine Datei heruntergeladen und löscht sie.</translation>
    </message>
    <message>
        <source>Winnow forgets it; its file stays where it is.</source>
        <translation>Winnow vergisst es; seine Datei bleibt, wo sie ist.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
</context>
<context>
    <name>ModelsTable</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Quantisation</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Denken</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verwendet</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>paused, {0}</source>
        <translation>angehalten, {0}</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>not usable</source>
        <translation>nicht verwendbar</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
</context>
<context>
    <name>PassView</name>
    <message>
        <source>Thinking, {0}</source>
        <translation>Denken, {0}</translation>
    </message>
    <message>
        <source>Answer, {0}</source>
        <translation>Antwort, {0}</translation>
    </message>
    <message>
        <source>Answer as written</source>
        <translation>Antwort im Wortlaut</translation>
    </message>
    <message numerus="yes">
        <source>Thought for %Ln token(s), {0}, {1}</source>
        <translation>
            <numerusform>%Ln Token lang gedacht, {0}, {1}</numerusform>
            <numerusform>%Ln Token lang gedacht, {0}, {1}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln of {0} Waits used</source>
        <translation>
            <numerusform>, %Ln von {0} Waits genutzt</numerusform>
            <numerusform>, %Ln von {0} Waits genutzt</numerusform>
        </translation>
    </message>
    <message>
        <source>Not done.</source>
        <translation>Nicht ausgeführt.</translation>
    </message>
    <message>
        <source>Budget {0}</source>
        <translation>Budget {0}</translation>
    </message>
    <message>
        <source>{0}, P(advance) {1}</source>
        <translation>{0}, P(advance) {1}</translation>
    </message>
</context>
<context>
    <name>PlanDialog</name>
    <message>
        <source>Settings of the plan</source>
        <translation>Einstellungen des Plans</translation>
    </message>
    <message>
        <source>Survive at P(advance) of at least</source>
        <translation>Weiterkommen ab P(advance) von</translation>
    </message>
    <message>
        <source>“Unsure” survives triage</source>
        <translation>„Unsicher“ kommt in der Triage weiter</translation>
    </message>
    <message>
        <source>Share of the rejects that is audited</source>
        <translation>Anteil der Verworfenen in der Prüfstichprobe</translation>
    </message>
    <message>
        <source>The deep pass goes on from the triage trace</source>
        <translation>Der Tiefenlauf setzt den Gedankengang der Triage fort</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Thinking format</source>
        <translation>Denkformat</translation>
    </message>
    <message>
        <source>Triage prompt</source>
        <translation>Triage-Prompt</translation>
    </message>
    <message>
        <source>Deep prompt</source>
        <translation>Tiefenlauf-Prompt</translation>
    </message>
    <message>
        <source>Who survives</source>
        <translation>Wer weiterkommt</translation>
    </message>
    <message>
        <source>Share of the rejects that gets the deep pass anyway</source>
        <translation>Anteil Verworfener, trotzdem mit Tiefenlauf</translation>
    </message>
    <message>
        <source>Sampling (temperature 0 is greedy)</source>
        <translation>Sampling (Temperatur 0: greedy)</translation>
    </message>
    <message>
        <source>Top-k (0 is off)</source>
        <translation>Top-k (0 = aus)</translation>
    </message>
    <message>
        <source>Top-p (1 is off)</source>
        <translation>Top-p (1 = aus)</translation>
    </message>
    <message>
        <source>Min-p (0 is off)</source>
        <translation>Min-p (0 = aus)</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>Triage</source>
        <translation>Triage</translation>
    </message>
    <message>
        <source>Deep pass</source>
        <translation>Tiefenlauf</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>PlanPanel</name>
    <message>
        <source>A small budget for all of them.</source>
        <translation>Ein kleines Budget für alle.</translation>
    </message>
    <message>
        <source>A large one for those that survive.</source>
        <translation>Ein großes für die, die weiterkommen.</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>As set</source>
        <translation>Wie eingestellt</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>More settings…</source>
        <translation>Weitere Einstellungen…</translation>
    </message>
    <message>
        <source>What the dial cannot do</source>
        <translation>Was der Regler nicht kann</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>&amp;Vorgabe</translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s) so far, {0}</source>
        <translation>
            <numerusform>Bisher %Ln Token, {0}</numerusform>
            <numerusform>Bisher %Ln Token, {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>; about {0} left</source>
        <translation>; noch etwa {0}</translation>
    </message>
    <message>
        <source>{0} tokens/s on this machine</source>
        <translation>{0} Token/s auf diesem Rechner</translation>
    </message>
    <message>
        <source>Certificate {0}: {1}, recall {2}</source>
        <translation>Zertifikat {0}: {1}, Recall {2}</translation>
    </message>
    <message>
        <source>Demo: 64, then 1,024 and 4 Waits</source>
        <translation>Demo: 64, dann 1.024 und 4 Waits</translation>
    </message>
    <message>
        <source>Quick: 128, then 2,048</source>
        <translation>Schnell: 128, dann 2.048</translation>
    </message>
    <message>
        <source>Standard: 512, then 8,192 and 1 Wait</source>
        <translation>Standard: 512, dann 8.192 und 1 Wait</translation>
    </message>
    <message>
        <source>Thorough: 1,024, then 16,384 and 2 Waits</source>
        <translation>Gründlich: 1.024, dann 16.384 und 2 Waits</translation>
    </message>
    <message>
        <source>Open a list to see what it will cost.</source>
        <translation>Öffnen Sie eine Liste, um den Aufwand zu sehen.</translation>
    </message>
    <message numerus="yes">
        <source>about %Ln token(s)</source>
        <translation>
            <numerusform>etwa %Ln Token</numerusform>
            <numerusform>etwa %Ln Token</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %Ln token(s)</source>
        <translation>
            <numerusform>höchstens %Ln Token</numerusform>
            <numerusform>höchstens %Ln Token</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}; minutes are known after this model&apos;s first run</source>
        <translation>{0}; die Dauer ist nach dem ersten Lauf dieses Modells bekannt</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>S&amp;eed</translation>
    </message>
    <message>
        <source>{0}, {1} on this machine</source>
        <translation>{0}, {1} auf diesem Rechner</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>; so far {0} survive</source>
        <translation>; bisher kommen {0} weiter</translation>
    </message>
</context>
<context>
    <name>PlaygroundModel</name>
    <message>
        <source>That cannot be asked</source>
        <translation>Diese Anfrage ist nicht möglich</translation>
    </message>
    <message>
        <source>The generation ended early</source>
        <translation>Die Generierung endete vorzeitig</translation>
    </message>
</context>
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Ask something</source>
        <translation>Stellen Sie eine Frage</translation>
    </message>
    <message>
        <source>Thinking budget</source>
        <translation>Denkbudget</translation>
    </message>
    <message>
        <source>Thinking tokens at most</source>
        <translation>Denk-Token höchstens</translation>
    </message>
    <message>
        <source>All that the context leaves</source>
        <translation>Alles, was der Kontext zulässt</translation>
    </message>
    <message>
        <source>Thinking tokens at least</source>
        <translation>Denk-Token mindestens</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Waits</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Answer tokens at most</source>
        <translation>Antwort-Token höchstens</translation>
    </message>
    <message>
        <source>Think</source>
        <translation>Nachdenken</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Example: s1&apos;s raspberry</source>
        <translation>Beispiel: „raspberry“ aus s1</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Denken</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>System-Prompt</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Mindestens</translation>
    </message>
    <message>
        <source>Wait text</source>
        <translation>Wait-Text</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Prompt and budget</source>
        <translation>Prompt und Budget</translation>
    </message>
    <message>
        <source>Something runs; wait for its end.</source>
        <translation>Es läuft etwas; warten Sie auf das Ende.</translation>
    </message>
    <message numerus="yes">
        <source>Thought for %Ln token(s), {0}, {1}</source>
        <translation>
            <numerusform>%Ln Token lang gedacht, {0}, {1}</numerusform>
            <numerusform>%Ln Token lang gedacht, {0}, {1}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln Wait(s) used</source>
        <translation>
            <numerusform>, %Ln Wait genutzt</numerusform>
            <numerusform>, %Ln Waits genutzt</numerusform>
        </translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Sampling</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Werkstatt</translation>
    </message>
    <message>
        <source>Write a prompt first.</source>
        <translation>Schreiben Sie zuerst einen Prompt.</translation>
    </message>
    <message>
        <source>{0}; kept as trace {1}</source>
        <translation>{0}; aufbewahrt als Gedankengang {1}</translation>
    </message>
    <message>
        <source>Stopped; this generation is not kept.</source>
        <translation>Gestoppt; diese Generierung wird nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>The trace appears here as it is written.</source>
        <translation>Hier erscheint der Gedankengang, während er entsteht.</translation>
    </message>
</context>
<context>
    <name>PointsTable</name>
    <message>
        <source>Repeated: share of n-grams that stood in the thinking before, as loops do. The change of accuracy: bootstrap interval of 95 %, exact McNemar test, Holm-corrected</source>
        <translation>Wiederholt: Anteil der n-Gramme, die im Denken schon standen, wie in Schleifen. Die Änderung der Trefferquote: Bootstrap-Intervall zu 95 %, exakter McNemar-Test, nach Holm korrigiert</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Waits</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Trefferquote</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Recall</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Aussortiert</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Unparsed</source>
        <translation>Unlesbar</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Against the budget before</source>
        <translation>Gegen das Budget davor</translation>
    </message>
    <message>
        <source>Points of the dial</source>
        <translation>Punkte des Reglers</translation>
    </message>
    <message>
        <source>{0} points ({1} to {2}), p {3}</source>
        <translation>{0} Punkte ({1} bis {2}), p {3}</translation>
    </message>
    <message>
        <source>; seeds flip {0}</source>
        <translation>; Seeds kippen {0}</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>Winnow does not know this error. What was completed is kept; the details are in {0}.</source>
        <translation>Winnow kennt diesen Fehler nicht. Was fertig ist, bleibt erhalten; die Einzelheiten stehen in {0}.</translation>
    </message>
</context>
<context>
    <name>RecordView</name>
    <message>
        <source>Record</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Als JSON kopieren</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source> ({0} of {1} layers)</source>
        <translation> ({0} von {1} Schichten)</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>Durchgang</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Gedankengang</translation>
    </message>
    <message>
        <source>Ledger entry</source>
        <translation>Hauptbucheintrag</translation>
    </message>
    <message>
        <source>Entry&apos;s hash</source>
        <translation>Hash des Eintrags</translation>
    </message>
    <message>
        <source>Budget asked</source>
        <translation>Verlangtes Budget</translation>
    </message>
    <message>
        <source>{0} tokens, at least {1}, Waits {2}</source>
        <translation>{0} Token, mindestens {1}, Waits {2}</translation>
    </message>
    <message>
        <source>Budget used</source>
        <translation>Genutztes Budget</translation>
    </message>
    <message>
        <source>{0} tokens, Waits {1}</source>
        <translation>{0} Token, Waits {1}</translation>
    </message>
    <message>
        <source>Stop reason</source>
        <translation>Ende des Denkens</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Sampling</translation>
    </message>
    <message>
        <source>temperature {temperature}, top-k {top_k}, top-p {top_p}, min-p {min_p}</source>
        <translation>Temperatur {temperature}, Top-k {top_k}, Top-p {top_p}, Min-p {min_p}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model&apos;s SHA-256</source>
        <translation>SHA-256 des Modells</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Loaded with</source>
        <translation>Geladen mit</translation>
    </message>
    <message>
        <source>Exactness</source>
        <translation>Exaktheit</translation>
    </message>
    <message>
        <source>Runs plainer</source>
        <translation>Läuft schlichter</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>prompt {0} ({1} reused), thinking {2}, answer {3}</source>
        <translation>Prompt {0} ({1} wiederverwendet), Denken {2}, Antwort {3}</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>queue {0}, prompt {1}, decoding {2}</source>
        <translation>Warteschlange {0}, Prompt {1}, Dekodieren {2}</translation>
    </message>
    <message>
        <source>Digest of the ids</source>
        <translation>Prüfsumme der IDs</translation>
    </message>
</context>
<context>
    <name>ReplayDialog</name>
    <message>
        <source>Replay</source>
        <translation>Nachrechnen</translation>
    </message>
    <message>
        <source>Generate them again</source>
        <translation>Neu erzeugen</translation>
    </message>
    <message>
        <source>Feed the recorded tokens through (faster)</source>
        <translation>Aufgezeichnete Token durchschicken (schneller)</translation>
    </message>
    <message>
        <source>How to replay</source>
        <translation>Art des Nachrechnens</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Progress of the replay</source>
        <translation>Fortschritt des Nachrechnens</translation>
    </message>
    <message>
        <source>Recorded trace</source>
        <translation>Aufgezeichnete Spur</translation>
    </message>
    <message>
        <source>Trace of the replay</source>
        <translation>Nachgerechnete Spur</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Results of the replay</source>
        <translation>Ergebnisse des Nachrechnens</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Aufgezeichnet</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pass(es) replayed</source>
        <translation>
            <numerusform>%Ln Lauf nachgerechnet</numerusform>
            <numerusform>%Ln Läufe nachgerechnet</numerusform>
        </translation>
    </message>
    <message>
        <source>; {0} identical.</source>
        <translation>; {0} gleich.</translation>
    </message>
    <message>
        <source>The same request to the same model, and the same tokens? Each grade is recorded.</source>
        <translation>Gleiche Anfrage an das gleiche Modell, und die gleichen Token? Jedes Ergebnis wird aufgezeichnet.</translation>
    </message>
</context>
<context>
    <name>Replays</name>
    <message>
        <source>The replay ended early</source>
        <translation>Das Nachrechnen endete vorzeitig</translation>
    </message>
</context>
<context>
    <name>ResultsTable</name>
    <message>
        <source>Hypotheses</source>
        <translation>Hypothesen</translation>
    </message>
</context>
<context>
    <name>RowsModel</name>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Triage</source>
        <translation>Triage</translation>
    </message>
    <message>
        <source>Verdict of the triage pass, and P(advance)</source>
        <translation>Urteil der Triage und P(advance)</translation>
    </message>
    <message>
        <source>Thinking tokens of the triage pass, of its budget</source>
        <translation>Denk-Token der Triage von ihrem Budget</translation>
    </message>
    <message>
        <source>Triage tokens</source>
        <translation>Token (Triage)</translation>
    </message>
    <message>
        <source>Deep pass</source>
        <translation>Tiefenlauf</translation>
    </message>
    <message>
        <source>Verdict of the deep pass, and P(advance)</source>
        <translation>Urteil des Tiefenlaufs und P(advance)</translation>
    </message>
    <message>
        <source>Thinking tokens of the deep pass, of its budget</source>
        <translation>Denk-Token des Tiefenlaufs von seinem Budget</translation>
    </message>
    <message>
        <source>Deep tokens</source>
        <translation>Token (Tiefenlauf)</translation>
    </message>
    <message>
        <source>Flipped</source>
        <translation>Gekippt</translation>
    </message>
    <message>
        <source>Whether the deep pass came to another verdict than triage</source>
        <translation>Ob der Tiefenlauf anders geurteilt hat als die Triage</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Ihres</translation>
    </message>
    <message>
        <source>Your own verdict, where you set one</source>
        <translation>Ihr eigenes Urteil, wo Sie eines gefällt haben</translation>
    </message>
    <message>
        <source>Overridden</source>
        <translation>Überstimmt</translation>
    </message>
    <message>
        <source>Whether your verdict is another than the model&apos;s</source>
        <translation>Ob Ihr Urteil ein anderes ist als das des Modells</translation>
    </message>
    <message>
        <source>flipped</source>
        <translation>gekippt</translation>
    </message>
    <message>
        <source>overridden</source>
        <translation>überstimmt</translation>
    </message>
    <message>
        <source>to be continued</source>
        <translation>fortzusetzen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>survived</source>
        <translation>kommt weiter</translation>
    </message>
    <message>
        <source>reading the prompt</source>
        <translation>liest Prompt</translation>
    </message>
    <message>
        <source>thinking</source>
        <translation>denkt</translation>
    </message>
    <message>
        <source>answering</source>
        <translation>antwortet</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht funktioniert</translation>
    </message>
    <message>
        <source>The run ended early</source>
        <translation>Der Lauf endete vorzeitig</translation>
    </message>
    <message numerus="yes">
        <source>Run %Ln at a time</source>
        <translation>
            <numerusform>Mit %Ln Sequenz auf einmal ausführen</numerusform>
            <numerusform>Mit %Ln Sequenzen auf einmal ausführen</numerusform>
        </translation>
    </message>
    <message>
        <source>Restart the engine and resume</source>
        <translation>Engine neu starten und fortsetzen</translation>
    </message>
</context>
<context>
    <name>ScreenPage</name>
    <message>
        <source>Drop a list of hypotheses here, paste one, or press Ctrl+O.</source>
        <translation>Ziehen Sie eine Hypothesenliste hierher, fügen Sie eine ein oder drücken Sie Strg+O.</translation>
    </message>
    <message>
        <source>Screen the sample list</source>
        <translation>Beispielliste screenen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Screening</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>Modell: {0}</translation>
    </message>
    <message>
        <source>Plan: {0}, seed {1}</source>
        <translation>Plan: {0}, Seed {1}</translation>
    </message>
    <message>
        <source>, certificate {0}</source>
        <translation>, Zertifikat {0}</translation>
    </message>
    <message>
        <source>not screened yet</source>
        <translation>noch nicht gescreent</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>wird angehalten</translation>
    </message>
    <message>
        <source>unfinished</source>
        <translation>nicht fertig</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>imported, only to be read</source>
        <translation>importiert, nur zum Lesen</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search all traces</source>
        <translation>Alle Gedankengänge durchsuchen</translation>
    </message>
    <message>
        <source>Traces that have all of these words; the last one may be a beginning</source>
        <translation>Gedankengänge mit allen diesen Wörtern; das letzte kann ein Wortanfang sein</translation>
    </message>
</context>
<context>
    <name>SearchModel</name>
    <message>
        <source>The traces cannot be searched</source>
        <translation>Die Gedankengänge lassen sich nicht durchsuchen</translation>
    </message>
    <message>
        <source>Hypothesis</source>
        <translation>Hypothese</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Aufgezeichnet</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message>
        <source>Traces that were found</source>
        <translation>Gefundene Gedankengänge</translation>
    </message>
    <message>
        <source>This trace is of a prompt of the playground, and of no screen.</source>
        <translation>Dieser Gedankengang gehört zu einem Prompt der Werkstatt und zu keinem Screening.</translation>
    </message>
    <message numerus="yes">
        <source>The search index is being made: %Ln trace(s) left</source>
        <translation>
            <numerusform>Der Suchindex wird angelegt: noch %Ln Gedankengang</numerusform>
            <numerusform>Der Suchindex wird angelegt: noch %Ln Gedankengänge</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Suche läuft…</translation>
    </message>
    <message>
        <source>No trace has all of these words.</source>
        <translation>Kein Gedankengang hat alle diese Wörter.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln trace(s) found</source>
        <translation>
            <numerusform>%Ln Gedankengang gefunden</numerusform>
            <numerusform>%Ln Gedankengänge gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>, the newest {0} shown</source>
        <translation>, die neuesten {0} gezeigt</translation>
    </message>
</context>
<context>
    <name>SeedField</name>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>A whole number from 0 to {0}</source>
        <translation>Eine ganze Zahl von 0 bis {0}</translation>
    </message>
</context>
<context>
    <name>Selection</name>
    <message>
        <source>The trace cannot be shown</source>
        <translation>Der Gedankengang lässt sich nicht anzeigen</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>the default model</source>
        <translation>das vorgegebene Modell</translation>
    </message>
    <message>
        <source>Model file</source>
        <translation>Modelldatei</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Ablage</translation>
    </message>
    <message>
        <source>Sequences at a time</source>
        <translation>Gleichzeitige Sequenzen</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>the physical cores</source>
        <translation>wie physische Kerne</translation>
    </message>
    <message>
        <source>Layers on the GPU</source>
        <translation>Schichten auf der GPU</translation>
    </message>
    <message>
        <source>all, where the build has one</source>
        <translation>alle, sofern der Build eine GPU nutzt</translation>
    </message>
    <message>
        <source>Element type of the KV cache</source>
        <translation>Elementtyp des KV-Cache</translation>
    </message>
    <message>
        <source>Tokens a sequence can hold</source>
        <translation>Tokens, die eine Sequenz fasst</translation>
    </message>
    <message>
        <source>as many as the plan needs</source>
        <translation>so viele, wie der Plan braucht</translation>
    </message>
    <message>
        <source>Exact: company cannot change a token</source>
        <translation>Exakt: Was nebenher läuft, ändert kein Token</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>wie das System</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>wie im System</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> pt</translation>
    </message>
    <message>
        <source>Tell me at the end of a long run</source>
        <translation>Am Ende eines langen Laufs benachrichtigen</translation>
    </message>
    <message>
        <source>Model and engine</source>
        <translation>Modell und Engine</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Model and engine can be changed when no screen runs.</source>
        <translation>Modell und Engine lassen sich ändern, wenn kein Screening läuft.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>Choose: {0}</source>
        <translation>Auswählen: {0}</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Progress of the run</source>
        <translation>Fortschritt des Laufs</translation>
    </message>
    <message>
        <source>Show the run</source>
        <translation>Lauf anzeigen</translation>
    </message>
    <message>
        <source>The machine does not sleep while this screen runs</source>
        <translation>Der Rechner geht nicht in den Ruhezustand, solange dieses Screening läuft</translation>
    </message>
    <message>
        <source>Sleep is held off</source>
        <translation>Ruhezustand wird verhindert</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <source>Triage {0} / {1} · survivors {2} · deep {3} / {4}</source>
        <translation>Triage {0} / {1} · Überlebende {2} · Tiefenlauf {3} / {4}</translation>
    </message>
    <message>
        <source> · errors {0}</source>
        <translation> · Fehler {0}</translation>
    </message>
    <message>
        <source>Paused · {0}</source>
        <translation>Pausiert · {0}</translation>
    </message>
    <message>
        <source>Stopping · {0}</source>
        <translation>Wird angehalten · {0}</translation>
    </message>
    <message>
        <source> · {0} tokens/s</source>
        <translation> · {0} Token/s</translation>
    </message>
    <message>
        <source> · {0} left</source>
        <translation> · noch {0}</translation>
    </message>
    <message>
        <source>No list is open.</source>
        <translation>Keine Liste geöffnet.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln hypothesis(es)</source>
        <translation>
            <numerusform>%Ln Hypothese</numerusform>
            <numerusform>%Ln Hypothesen</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}: {1}; screen {2}</source>
        <translation>{0}: {1}; Screening {2}</translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <source>Search (Ctrl+F)</source>
        <translation>Suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Search in id, title and statement</source>
        <translation>In ID, Titel und Aussage suchen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Survivors</source>
        <translation>Überlebende</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Flipped</source>
        <translation>Gekippt</translation>
    </message>
    <message>
        <source>Overridden</source>
        <translation>Überstimmt</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Show: {0}</source>
        <translation>Anzeigen: {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
</context>
<context>
    <name>TaskCard</name>
    <message>
        <source>Progress of the task</source>
        <translation>Fortschritt der Aufgabe</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What has arrived is removed</source>
        <translation>Was angekommen ist, wird entfernt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>{0}: stopping…</source>
        <translation>{0}: wird angehalten…</translation>
    </message>
    <message>
        <source>{0}: asking the Hub…</source>
        <translation>{0}: Der Hub wird gefragt…</translation>
    </message>
    <message>
        <source>{0}: reading…</source>
        <translation>{0}: wird gelesen…</translation>
    </message>
    <message>
        <source>{0} is installed.</source>
        <translation>{0} ist installiert.</translation>
    </message>
    <message>
        <source>{0} is what was installed, byte for byte.</source>
        <translation>{0} ist Byte für Byte, was installiert wurde.</translation>
    </message>
    <message>
        <source>{0} is not what was installed.</source>
        <translation>{0} ist nicht, was installiert wurde.</translation>
    </message>
    <message>
        <source>The download is cancelled.</source>
        <translation>Der Download ist abgebrochen.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Stopped at {0} of {1}.</source>
        <translation>Angehalten bei {0} von {1}.</translation>
    </message>
    <message numerus="yes">
        <source>{0} is forgotten, and %Ln file(s) deleted.</source>
        <translation>
            <numerusform>{0} ist vergessen und %Ln Datei gelöscht.</numerusform>
            <numerusform>{0} ist vergessen und %Ln Dateien gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} is forgotten.</source>
        <translation>{0} ist vergessen.</translation>
    </message>
</context>
<context>
    <name>TraceText</name>
    <message>
        <source>Jump to latest</source>
        <translation>Zum Ende springen</translation>
    </message>
    <message>
        <source>Follow the text again as it grows</source>
        <translation>Dem wachsenden Text wieder folgen</translation>
    </message>
    <message>
        <source>injected: </source>
        <translation>eingefügt: </translation>
    </message>
    <message>
        <source>end of thinking: </source>
        <translation>Ende des Denkens: </translation>
    </message>
    <message>
        <source>budget reached: </source>
        <translation>Budget erreicht: </translation>
    </message>
</context>
<context>
    <name>UsedModel</name>
    <message>
        <source>The default model cannot be used</source>
        <translation>Das vorgegebene Modell kann nicht benutzt werden</translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>Traces appear here while a screen runs.</source>
        <translation>Während eines Screenings erscheinen hier die Gedankengänge.</translation>
    </message>
    <message>
        <source>Live traces</source>
        <translation>Laufende Gedankengänge</translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>{0} + %Ln Wait(s)</source>
        <translation>
            <numerusform>{0} + %Ln Wait</numerusform>
            <numerusform>{0} + %Ln Waits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0}: %Ln token(s), {1}</source>
        <translation>
            <numerusform>{0}: %Ln Token, {1}</numerusform>
            <numerusform>{0}: %Ln Token, {1}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With %Ln good item(s) on the list it would do if every one were kept.</source>
        <translation>
            <numerusform>Mit %Ln guten Eintrag auf der Liste würde es genügen, wenn er behalten wird.</numerusform>
            <numerusform>Mit %Ln guten Einträgen auf der Liste würde es genügen, wenn alle behalten werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At the share that is kept now, %Ln good item(s) on the list would do.</source>
        <translation>
            <numerusform>Beim jetzt behaltenen Anteil würde %Ln guter Eintrag auf der Liste genügen.</numerusform>
            <numerusform>Beim jetzt behaltenen Anteil würden %Ln gute Einträge auf der Liste genügen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) could not be measured.</source>
        <translation>
            <numerusform>%Ln Eintrag konnte nicht gemessen werden.</numerusform>
            <numerusform>%Ln Einträge konnten nicht gemessen werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sequence(s) at a time, each of {0} tokens</source>
        <translation>
            <numerusform>%Ln Sequenz auf einmal zu {0} Token</numerusform>
            <numerusform>%Ln Sequenzen auf einmal zu je {0} Token</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of {0} layer(s) on the GPU</source>
        <translation>
            <numerusform>%Ln von {0} Schichten auf der GPU</numerusform>
            <numerusform>%Ln von {0} Schichten auf der GPU</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_PathField</name>
    <message>
        <source>the program&apos;s own</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>Choose: {0}</source>
        <translation>Auswählen: {0}</translation>
    </message>
    <message>
        <source>Prompt file</source>
        <translation>Prompt-Datei</translation>
    </message>
</context>
<context>
    <name>_Told</name>
    <message>
        <source>As certificate {0} has it: recall at least {1}, confidence {2}.</source>
        <translation>Wie es Zertifikat {0} hat: Recall mindestens {1}, Konfidenz {2}.</translation>
    </message>
    <message>
        <source>Certificate {0} does not hold for this screen. Changed: {1}.</source>
        <translation>Zertifikat {0} gilt nicht für dieses Screening. Geändert: {1}.</translation>
    </message>
    <message numerus="yes">
        <source>Audit of the rejects: %Ln of them drawn, none through yet.</source>
        <translation>
            <numerusform>Prüfung der Abgelehnten: %Ln gezogen, noch keiner fertig.</numerusform>
            <numerusform>Prüfung der Abgelehnten: %Ln gezogen, noch keiner fertig.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Audit: the deep pass is done for %Ln of {0} rejects and would advance {1}</source>
        <translation>
            <numerusform>Prüfung: der Tiefenlauf ist für %Ln von {0} Abgelehnten gemacht und ließe {1} weiter</numerusform>
            <numerusform>Prüfung: der Tiefenlauf ist für %Ln von {0} Abgelehnten gemacht und ließe {1} weiter</numerusform>
        </translation>
    </message>
    <message>
        <source>; so triage missed {0} to {1} more (95 %).</source>
        <translation>; also hat die Triage {0} bis {1} weitere verpasst (95 %).</translation>
    </message>
</context>
<context>
    <name>catalogue</name>
    <message>
        <source>A first look at a real list on a laptop.</source>
        <translation>Ein erster Blick auf eine echte Liste, auf einem Laptop.</translation>
    </message>
    <message>
        <source>Both passes on a machine that is too small for 32B; measure it on your own list.</source>
        <translation>Beide Durchgänge auf einem Rechner, der für 32B zu klein ist; messen Sie es an Ihrer eigenen Liste.</translation>
    </message>
    <message>
        <source>The model of the s1 paper, for both passes.</source>
        <translation>Das Modell der s1-Veröffentlichung, für beide Durchgänge.</translation>
    </message>
    <message>
        <source>The smallest real one: to see that all works before the large download, not to judge ideas.</source>
        <translation>Das kleinste echte: um vor dem großen Download zu sehen, dass alles geht, nicht um Ideen zu beurteilen.</translation>
    </message>
    <message>
        <source>The successor, which the authors of s1 call the better model; for both passes.</source>
        <translation>Der Nachfolger, den die Autoren von s1 das bessere Modell nennen; für beide Durchgänge.</translation>
    </message>
    <message>
        <source>Trying every part of Winnow in seconds. Its verdicts mean nothing outside its own made-up world.</source>
        <translation>Um jeden Teil von Winnow in Sekunden auszuprobieren. Seine Urteile bedeuten außerhalb seiner eigenen erfundenen Welt nichts.</translation>
    </message>
    <message>
        <source>s1-32B nearer to its full precision.</source>
        <translation>s1-32B, näher an seiner vollen Genauigkeit.</translation>
    </message>
    <message>
        <source>s1-32B nearest to its full precision here.</source>
        <translation>s1-32B, von denen hier seiner vollen Genauigkeit am nächsten.</translation>
    </message>
    <message>
        <source>s1-32B where memory is short, at less loss of quality; measure it on your own list.</source>
        <translation>s1-32B, wo Speicher knapp ist, mit weniger Verlust an Qualität; messen Sie es an Ihrer eigenen Liste.</translation>
    </message>
    <message>
        <source>s1-32B where memory is short, at some loss of quality; measure it on your own list.</source>
        <translation>s1-32B, wo Speicher knapp ist, mit etwas Verlust an Qualität; messen Sie es an Ihrer eigenen Liste.</translation>
    </message>
</context>
<context>
    <name>dial</name>
    <message>
        <source>The gains that were published are on competition mathematics, with 30 questions in AIME24.</source>
        <translation>Die veröffentlichten Gewinne gelten Wettbewerbsmathematik, mit 30 Fragen in AIME24.</translation>
    </message>
    <message>
        <source>The labels are yours: what is shown holds for hypotheses like these, and no further.</source>
        <translation>Die Labels sind Ihre: was gezeigt wird, gilt für Hypothesen wie diese und nicht weiter.</translation>
    </message>
    <message>
        <source>Recall against the deep pass&apos;s verdict would not be recall against the truth.</source>
        <translation>Recall gegen das Urteil des Tiefenlaufs wäre kein Recall gegen die Wahrheit.</translation>
    </message>
    <message>
        <source>Intervals are of 95 %, each by itself. Another model, prompt or engine is another dial.</source>
        <translation>Intervalle sind zu 95 %, jedes für sich. Ein anderes Modell, ein anderer Prompt oder eine andere Engine ist ein anderer Regler.</translation>
    </message>
    <message>
        <source>How much thinking is worth its time on your own work? Measure a list whose answers you know.</source>
        <translation>Wie viel Denken lohnt sich für Ihre eigene Arbeit? Messen Sie eine Liste, deren Antworten Sie kennen.</translation>
    </message>
    <message>
        <source>{0}: {1} tokens generated, {2} fewer than by separate runs.</source>
        <translation>{0}: {1} Token generiert, {2} weniger als bei getrennten Läufen.</translation>
    </message>
    <message>
        <source>Not complete yet.</source>
        <translation>Noch nicht vollständig.</translation>
    </message>
    <message>
        <source>Control {0}, scaling {1} points a thousand thinking tokens, performance {2}.</source>
        <translation>Control {0}, Scaling {1} Punkte je tausend Denk-Token, Performance {2}.</translation>
    </message>
    <message>
        <source>From {0} on, more thinking changes accuracy by less than {1} points (shown by equivalence).</source>
        <translation>Ab {0} ändert mehr Denken die Trefferquote um weniger als {1} Punkte (durch Äquivalenz gezeigt).</translation>
    </message>
    <message>
        <source>No budget is shown to be as good as all larger ones within {0} points.</source>
        <translation>Für kein Budget ist gezeigt, dass es bis auf {0} Punkte so gut ist wie alle größeren.</translation>
    </message>
    <message>
        <source>At {0} more thinking is shown to hurt.</source>
        <translation>Bei {0} ist gezeigt, dass mehr Denken schadet.</translation>
    </message>
    <message>
        <source>Certificate {0}: at a triage budget of {1} and P(advance) of at least {2}, recall is at least {3} with confidence {4} ({5} of {6} good ones kept).</source>
        <translation>Zertifikat {0}: bei einem Triage-Budget von {1} und P(advance) von mindestens {2} ist der Recall mindestens {3} mit Konfidenz {4} ({5} von {6} guten behalten).</translation>
    </message>
    <message>
        <source>On items kept apart: recall {0}, discard {1}.</source>
        <translation>Auf zurückgehaltenen Einträgen: Recall {0}, aussortiert {1}.</translation>
    </message>
    <message>
        <source>On a list of {0} like this about {1} would survive; with deep passes of {2} tokens {3} of the thinking is saved.</source>
        <translation>Auf einer Liste von {0} wie dieser würden etwa {1} überleben; mit Tiefenläufen von {2} Token werden {3} des Denkens gespart.</translation>
    </message>
    <message>
        <source>It is measurement {0} of this list with this model: the confidence is of one.</source>
        <translation>Es ist Messung {0} dieser Liste mit diesem Modell: die Konfidenz gilt für eine.</translation>
    </message>
    <message>
        <source>No certificate of recall {0} at confidence {1}: the data are too few, or no budget keeps enough.</source>
        <translation>Kein Zertifikat für Recall {0} bei Konfidenz {1}: es sind zu wenige Daten, oder kein Budget behält genug.</translation>
    </message>
    <message>
        <source>At the share that is kept now no number of items would do: think more, or ask for less.</source>
        <translation>Beim jetzt behaltenen Anteil würde keine Anzahl genügen: mehr denken oder weniger verlangen.</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>A decode step was aborted.</source>
        <translation>Ein Dekodierschritt wurde abgebrochen.</translation>
    </message>
    <message>
        <source>A screen needs a definite thinking budget for each pass; give both in tokens.</source>
        <translation>Ein Screening braucht für jeden Lauf ein festes Denkbudget; geben Sie beide in Token an.</translation>
    </message>
    <message>
        <source>A sequence would need {0:,} tokens of context, and the model was trained for {1:,}; lower the budget.</source>
        <translation>Eine Sequenz bräuchte {0:,} Token Kontext, und das Modell wurde für {1:,} trainiert; senken Sie das Budget.</translation>
    </message>
    <message>
        <source>A text is too long to be tokenised; shorten it.</source>
        <translation>Ein Text ist zu lang, um in Token zerlegt zu werden; kürzen Sie ihn.</translation>
    </message>
    <message>
        <source>An option of {!r} has no tokens in this model; reword it.</source>
        <translation>Eine Option von {!r} hat in diesem Modell keine Token; formulieren Sie sie um.</translation>
    </message>
    <message>
        <source>CSV or TSV</source>
        <translation>CSV oder TSV</translation>
    </message>
    <message>
        <source>Entry {0} of {1} is damaged; verify the store.</source>
        <translation>Eintrag {0} von {1} ist beschädigt; prüfen Sie die Ablage.</translation>
    </message>
    <message>
        <source>Every request of a pass needs more than the model&apos;s context of {0:,} tokens (the least {1:,} for prompt, thinking and answer); lower the budgets.</source>
        <translation>Jede Anfrage eines Laufs braucht mehr als den Kontext des Modells von {0:,} Token (die kleinste {1:,} für Prompt, Denken und Antwort); senken Sie die Budgets.</translation>
    </message>
    <message>
        <source>In {0} several screens begin with {1!r}; list them with: main.py screens.</source>
        <translation>In {0} beginnen mehrere Screenings mit {1!r}; zeigen Sie sie an mit: main.py screens.</translation>
    </message>
    <message>
        <source>In {0} several traces begin with {1!r}; give more of the id.</source>
        <translation>In {0} beginnen mehrere Spuren mit {1!r}; geben Sie mehr von der ID an.</translation>
    </message>
    <message>
        <source>In {0} there is no screen {1!r}; list them with: main.py screens.</source>
        <translation>In {0} gibt es kein Screening {1!r}; zeigen Sie sie an mit: main.py screens.</translation>
    </message>
    <message>
        <source>In {0} there is no trace {1!r}; screen --json has the traces&apos; ids.</source>
        <translation>In {0} gibt es keine Spur {1!r}; screen --json nennt die IDs der Spuren.</translation>
    </message>
    <message>
        <source>No pass of the screen {} is done yet, so there is nothing to replay.</source>
        <translation>Noch ist kein Lauf des Screenings {} fertig; es gibt nichts nachzurechnen.</translation>
    </message>
    <message>
        <source>No pass of these rows is done yet, so there is nothing to replay.</source>
        <translation>Noch ist kein Lauf dieser Zeilen fertig; es gibt nichts nachzurechnen.</translation>
    </message>
    <message>
        <source>Not one hypothesis could be screened; the first one&apos;s error: {}</source>
        <translation>Keine einzige Hypothese ließ sich screenen; der Fehler der ersten: {}</translation>
    </message>
    <message>
        <source>PostgreSQL needs the driver {}, which is not installed; install psycopg[binary].</source>
        <translation>PostgreSQL braucht den Treiber {}, der nicht installiert ist; installieren Sie psycopg[binary].</translation>
    </message>
    <message>
        <source>Prompt ({0:,} tokens), thinking ({1:,}) and answer ({2:,}) need {3:,} tokens, and the context holds {4:,}; lower the budget.</source>
        <translation>Prompt ({0:,} Token), Denken ({1:,}) und Antwort ({2:,}) brauchen {3:,} Token, und der Kontext fasst {4:,}; senken Sie das Budget.</translation>
    </message>
    <message>
        <source>Something is running already; stop it first.</source>
        <translation>Es läuft schon etwas; stoppen Sie es zuerst.</translation>
    </message>
    <message>
        <source>Something is running; wait for its end, or stop it first.</source>
        <translation>Es läuft etwas; warten Sie sein Ende ab oder stoppen Sie es zuerst.</translation>
    </message>
    <message>
        <source>Stopped after {0} triage and {1} deep passes, which are kept; go on with: {2}</source>
        <translation>Gestoppt nach {0} Triage- und {1} Tiefenläufen, die erhalten bleiben; weiter geht es mit: {2}</translation>
    </message>
    <message>
        <source>Stopped; this generation is not kept.</source>
        <translation>Gestoppt; diese Generierung wird nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>The Wait text has no tokens in this model&apos;s vocabulary; choose another.</source>
        <translation>Der Wait-Text hat im Vokabular dieses Modells keine Token; wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The Wait text is empty; give a word such as Wait.</source>
        <translation>Der Wait-Text ist leer; geben Sie ein Wort wie „Wait“ an.</translation>
    </message>
    <message>
        <source>The answer form has no choice named &apos;verdict&apos;; add it to the prompt file.</source>
        <translation>Das Antwortformular hat keine Auswahl namens &apos;verdict&apos;; ergänzen Sie sie in der Prompt-Datei.</translation>
    </message>
    <message>
        <source>The answer form names a field twice ({}); rename one.</source>
        <translation>Das Antwortformular nennt ein Feld zweimal ({}); benennen Sie eines um.</translation>
    </message>
    <message>
        <source>The answer&apos;s cap is {}; give at least 1 token.</source>
        <translation>Die Obergrenze der Antwort ist {}; geben Sie mindestens 1 Token an.</translation>
    </message>
    <message>
        <source>The body {0} in {1} is damaged: it is not what was written.</source>
        <translation>Der Inhalt {0} in {1} ist beschädigt: Er ist nicht, was geschrieben wurde.</translation>
    </message>
    <message>
        <source>The body {0} in {1} is damaged: {2}.</source>
        <translation>Der Inhalt {0} in {1} ist beschädigt: {2}.</translation>
    </message>
    <message>
        <source>The choice {!r} needs two or more different options.</source>
        <translation>Die Auswahl {!r} braucht zwei oder mehr verschiedene Optionen.</translation>
    </message>
    <message>
        <source>The dial run {0} is being run by {1}; wait for it, or stop it first.</source>
        <translation>Die Messung {0} wird gerade von {1} ausgeführt; warten Sie darauf oder beenden Sie das zuerst.</translation>
    </message>
    <message>
        <source>The engine has given no sign of life for 15 seconds: the machine is overloaded, or its process or GPU hangs. What was completed is kept.</source>
        <translation>Die Engine hat seit 15 Sekunden kein Lebenszeichen gegeben: der Rechner ist überlastet, oder ihr Prozess oder die GPU hängt. Was fertig ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The engine is closed.</source>
        <translation>Die Engine ist geschlossen.</translation>
    </message>
    <message>
        <source>The engine is not open yet.</source>
        <translation>Die Engine ist noch nicht geöffnet.</translation>
    </message>
    <message>
        <source>The engine was stopped.</source>
        <translation>Die Engine wurde angehalten.</translation>
    </message>
    <message>
        <source>The engine&apos;s settings cannot change while something runs; stop it first.</source>
        <translation>Die Einstellungen der Engine lassen sich nicht ändern, solange etwas läuft; stoppen Sie es zuerst.</translation>
    </message>
    <message>
        <source>The folder {0} cannot be made ({1}); choose another.</source>
        <translation>Der Ordner {0} lässt sich nicht anlegen ({1}); wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The generation was cancelled.</source>
        <translation>Die Generierung wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The language file winnow_{}.qm is missing; install Winnow again.</source>
        <translation>Die Sprachdatei winnow_{}.qm fehlt; installieren Sie Winnow neu.</translation>
    </message>
    <message>
        <source>The least thinking ({0} tokens) exceeds the most ({1}); lower one or raise the other.</source>
        <translation>Das mindeste Denken ({0} Token) übersteigt das höchste ({1}); senken Sie das eine oder erhöhen Sie das andere.</translation>
    </message>
    <message>
        <source>The level is {0}; it must lie between 0 and 1, such as {1}.</source>
        <translation>Das Niveau ist {0}; es muss zwischen 0 und 1 liegen, etwa {1}.</translation>
    </message>
    <message>
        <source>The model file has no chat template; use a chat-tuned GGUF.</source>
        <translation>Die Modelldatei hat keine Chat-Vorlage; nehmen Sie eine auf Chats trainierte GGUF-Datei.</translation>
    </message>
    <message>
        <source>The model is not loaded yet.</source>
        <translation>Das Modell ist noch nicht geladen.</translation>
    </message>
    <message>
        <source>The model {0} does not load ({1}); check the file, or choose another.</source>
        <translation>Das Modell {0} lässt sich nicht laden ({1}); prüfen Sie die Datei oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>The model&apos;s chat template does not parse: {}.</source>
        <translation>Die Chat-Vorlage des Modells ist fehlerhaft: {}.</translation>
    </message>
    <message>
        <source>The model&apos;s chat template does not run: {}.</source>
        <translation>Die Chat-Vorlage des Modells lässt sich nicht ausführen: {}.</translation>
    </message>
    <message>
        <source>The model&apos;s chat template drops the system or the user text; use another model.</source>
        <translation>Die Chat-Vorlage des Modells lässt den System- oder den Nutzertext weg; nehmen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>The model&apos;s output is not a number; its file is damaged, get it again.</source>
        <translation>Die Ausgabe des Modells ist keine Zahl; seine Datei ist beschädigt, besorgen Sie sie neu.</translation>
    </message>
    <message>
        <source>The prompt file {0} cannot be read: {1}.</source>
        <translation>Die Prompt-Datei {0} lässt sich nicht lesen: {1}.</translation>
    </message>
    <message>
        <source>The prompt file {0} is not valid UTF-8 TOML: {1}.</source>
        <translation>Die Prompt-Datei {0} ist kein gültiges TOML in UTF-8: {1}.</translation>
    </message>
    <message>
        <source>The prompt file {0} needs {1!r} of type {2}.</source>
        <translation>Die Prompt-Datei {0} braucht {1!r} vom Typ {2}.</translation>
    </message>
    <message>
        <source>The prompt is empty; give a question.</source>
        <translation>Der Prompt ist leer; stellen Sie eine Frage.</translation>
    </message>
    <message>
        <source>The prompt on the standard input is not UTF-8; convert it.</source>
        <translation>Der Prompt auf der Standardeingabe ist kein UTF-8; wandeln Sie ihn um.</translation>
    </message>
    <message>
        <source>The prompt {!r} needs a choice named &apos;verdict&apos; with the options advance, reject and, if wanted, unsure.</source>
        <translation>Der Prompt {!r} braucht eine Auswahl namens &apos;verdict&apos; mit den Optionen advance, reject und, falls gewünscht, unsure.</translation>
    </message>
    <message>
        <source>The reason has {0:,} characters; shorten it to {1:,}.</source>
        <translation>Die Begründung hat {0:,} Zeichen; kürzen Sie sie auf {1:,}.</translation>
    </message>
    <message>
        <source>The screen {0} has no hypothesis {1!r}.</source>
        <translation>Das Screening {0} hat keine Hypothese {1!r}.</translation>
    </message>
    <message>
        <source>The seed is {0}; it must be from 0 to {1}.</source>
        <translation>Der Seed ist {0}; möglich ist 0 bis {1}.</translation>
    </message>
    <message>
        <source>The share of audited rejects is {}; give 0 to 1.</source>
        <translation>Der Anteil geprüfter Verworfener ist {}; geben Sie 0 bis 1 an.</translation>
    </message>
    <message>
        <source>The store cannot change while something runs; stop it first.</source>
        <translation>Die Ablage lässt sich nicht wechseln, solange etwas läuft; stoppen Sie es zuerst.</translation>
    </message>
    <message>
        <source>The store {0} has no screen {1!r}; list them with: main.py screens.</source>
        <translation>Die Ablage {0} hat kein Screening {1!r}; zeigen Sie alle an mit: main.py screens.</translation>
    </message>
    <message>
        <source>The store {} holds no screen yet; start one with: main.py screen LIST.</source>
        <translation>Die Ablage {} enthält noch kein Screening; starten Sie eines mit: main.py screen LIST.</translation>
    </message>
    <message>
        <source>The store&apos;s database URL cannot be read; write it as postgresql://user@host/database.</source>
        <translation>Die Datenbank-URL der Ablage ist nicht lesbar; schreiben Sie sie als postgresql://user@host/database.</translation>
    </message>
    <message>
        <source>The survival threshold is {}; it must be from 0 to 1.</source>
        <translation>Die Schwelle zum Weiterkommen ist {}; möglich ist 0 bis 1.</translation>
    </message>
    <message>
        <source>The task in {0} must hold {1} exactly once.</source>
        <translation>Die Aufgabe in {0} muss {1} genau einmal enthalten.</translation>
    </message>
    <message>
        <source>The text {!r} needs max_tokens of at least 1.</source>
        <translation>Der Text {!r} braucht max_tokens von mindestens 1.</translation>
    </message>
    <message>
        <source>The thinking budget has no maximum yet; call within() first.</source>
        <translation>Das Denkbudget hat noch kein Maximum; rufen Sie zuerst within() auf.</translation>
    </message>
    <message>
        <source>The thinking format {!r} was edited since this screen began; put resources/thinking_formats.toml back to what it was, or start a new screen.</source>
        <translation>Das Denkformat {!r} wurde seit Beginn dieses Screenings geändert; stellen Sie resources/thinking_formats.toml wieder her oder starten Sie ein neues Screening.</translation>
    </message>
    <message>
        <source>The thinking formats in {0} cannot be read: {1}.</source>
        <translation>Die Denkformate in {0} lassen sich nicht lesen: {1}.</translation>
    </message>
    <message>
        <source>The token cannot be kept in {0} ({1}); give it as HF_TOKEN instead.</source>
        <translation>Das Token lässt sich nicht in {0} ablegen ({1}); geben Sie es stattdessen als HF_TOKEN an.</translation>
    </message>
    <message>
        <source>The token for {0} ({1}) is none; copy it whole from your settings on the Hub.</source>
        <translation>Das Token für {0} ({1}) ist keines; kopieren Sie es ganz aus Ihren Einstellungen auf dem Hub.</translation>
    </message>
    <message>
        <source>The trace to continue has {0:,} thinking tokens, and the budget allows {1:,}; raise the budget.</source>
        <translation>Der fortzusetzende Gedankengang hat {0:,} Denk-Token, und das Budget erlaubt {1:,}; erhöhen Sie das Budget.</translation>
    </message>
    <message>
        <source>There is no KV type {0!r}; use one of {1}.</source>
        <translation>Es gibt keinen KV-Typ {0!r}; nehmen Sie einen von {1}.</translation>
    </message>
    <message>
        <source>There is no memory for {0} sequences of {1:,} tokens; run fewer at a time, or lower the budget.</source>
        <translation>Für {0} Sequenzen mit {1:,} Token fehlt der Speicher; lassen Sie weniger gleichzeitig laufen oder senken Sie das Budget.</translation>
    </message>
    <message>
        <source>Prompt ({0:,} tokens) and answer ({1:,}) leave no room for thinking in a context of {2:,}; make the context larger, or shorten them.</source>
        <translation>Prompt ({0:,} Token) und Antwort ({1:,}) lassen in einem Kontext von {2:,} keinen Platz zum Denken; vergrößern Sie den Kontext oder kürzen Sie beide.</translation>
    </message>
    <message>
        <source>A certificate needs outcomes at each budget; measure the labelled list first.</source>
        <translation>Ein Zertifikat braucht Ergebnisse bei jedem Budget; messen Sie zuerst die Liste mit Labels.</translation>
    </message>
    <message>
        <source>A dial needs at least one budget and one number of Waits; give them.</source>
        <translation>Eine Messung braucht mindestens ein Budget und eine Anzahl von Waits; geben Sie beide an.</translation>
    </message>
    <message>
        <source>A plateau needs at least two budgets; measure another one.</source>
        <translation>Ein Plateau braucht mindestens zwei Budgets; messen Sie ein weiteres.</translation>
    </message>
    <message>
        <source>A saving needs a list, a deep pass that thinks, and a share of good ones.</source>
        <translation>Eine Ersparnis braucht eine Liste, einen tiefen Durchgang, der denkt, und einen Anteil guter Einträge.</translation>
    </message>
    <message>
        <source>A trace that continues an earlier one cannot be cut at smaller budgets; run each by itself.</source>
        <translation>Eine Spur, die eine frühere fortsetzt, kann nicht an kleineren Budgets abgeschnitten werden; lassen Sie jedes für sich laufen.</translation>
    </message>
    <message>
        <source>A budget of {0} tokens and {1} Waits cannot be read off one of {2} and {3}; give a smaller maximum, no more Waits, and the same minimum and Wait text.</source>
        <translation>Ein Budget von {0} Tokens und {1} Waits kann nicht an einem von {2} und {3} abgelesen werden; geben Sie ein kleineres Maximum, nicht mehr Waits, und dasselbe Minimum und denselben Wait-Text an.</translation>
    </message>
    <message>
        <source>An item was measured twice with one seed at a budget of {}; give each item its own id.</source>
        <translation>Ein Eintrag wurde beim Budget {} zweimal mit demselben Seed gemessen; geben Sie jedem Eintrag eine eigene ID.</translation>
    </message>
    <message>
        <source>At temperature 0 all seeds give the same tokens; raise the temperature, or run one seed.</source>
        <translation>Bei Temperatur 0 ergeben alle Seeds dieselben Tokens; erhöhen Sie die Temperatur, oder nehmen Sie einen Seed.</translation>
    </message>
    <message>
        <source>Close other programs: a model needs at least 1 GB.</source>
        <translation>Schließen Sie andere Programme: Ein Modell braucht mindestens 1 GB.</translation>
    </message>
    <message>
        <source>Every item needs more than the model&apos;s context of {0:,} tokens (the least {1:,} for prompt, thinking and answer); lower the budgets.</source>
        <translation>Jede Zeile braucht mehr als den Kontext des Modells von {0:,} Tokens (die kleinste {1:,} für Prompt, Denken und Antwort); senken Sie die Budgets.</translation>
    </message>
    <message>
        <source>Flash Attention is off</source>
        <translation>Flash Attention ist aus</translation>
    </message>
    <message>
        <source>Free some of the disk, or move WINNOW_HOME.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger, oder verlegen Sie WINNOW_HOME.</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE forbids to ask the Hub; unset it to download.</source>
        <translation>HF_HUB_OFFLINE verbietet es, den Hub zu fragen; heben Sie es auf, um herunterzuladen.</translation>
    </message>
    <message>
        <source>Id {0} differs: recorded {1!r}, now {2!r}, P {3:.4f} against {4:.4f}, a gap of {5:.4f}.</source>
        <translation>Id {0} weicht ab: aufgezeichnet {1!r}, jetzt {2!r}, P {3:.4f} gegen {4:.4f}, ein Abstand von {5:.4f}.</translation>
    </message>
    <message>
        <source>Id {0} differs: recorded {1!r}, now {2!r}.</source>
        <translation>Id {0} weicht ab: aufgezeichnet {1!r}, jetzt {2!r}.</translation>
    </message>
    <message>
        <source>Id {} differs.</source>
        <translation>Id {} weicht ab.</translation>
    </message>
    <message>
        <source>In {0} several certificates begin with {1!r}; give more of the id.</source>
        <translation>In {0} beginnen mehrere Zertifikate mit {1!r}; geben Sie mehr von der Kennung an.</translation>
    </message>
    <message>
        <source>In {0} several dial runs begin with {1!r}; give more of the id.</source>
        <translation>In {0} beginnen mehrere Messungen mit {1!r}; geben Sie mehr von der Kennung an.</translation>
    </message>
    <message>
        <source>In {0} the &apos;shape&apos; of {1!r} must have just {2}, and &apos;context&apos; must stand beside it.</source>
        <translation>In {0} muss &apos;shape&apos; von {1!r} genau {2} haben, und &apos;context&apos; muss daneben stehen.</translation>
    </message>
    <message>
        <source>In {0} the id {1!r} cannot be; take up to 64 of a-z, 0-9, dot, dash and underscore.</source>
        <translation>In {0} ist die Kennung {1!r} nicht möglich; nehmen Sie bis zu 64 Zeichen aus a-z, 0-9, Punkt, Bindestrich und Unterstrich.</translation>
    </message>
    <message>
        <source>In {0} there is no certificate {1!r}; give the id that its dial run showed.</source>
        <translation>In {0} gibt es kein Zertifikat {1!r}; geben Sie die Kennung an, die seine Messung zeigte.</translation>
    </message>
    <message>
        <source>In {0} there is no dial run {1!r}; give the id that it showed when it began.</source>
        <translation>In {0} gibt es keine Messung {1!r}; geben Sie die Kennung an, die sie zu Beginn zeigte.</translation>
    </message>
    <message>
        <source>In {0} {1!r} has the &apos;repo&apos; {2!r}; write it as owner/name.</source>
        <translation>In {0} hat {1!r} als &apos;repo&apos; {2!r}; schreiben Sie es als Besitzer/Name.</translation>
    </message>
    <message>
        <source>In {0} {1!r} has the unknown key {2!r}; remove it.</source>
        <translation>In {0} hat {1!r} den unbekannten Schlüssel {2!r}; entfernen Sie ihn.</translation>
    </message>
    <message>
        <source>In {0} {1!r} is no table; write it as [{1}] with its keys below.</source>
        <translation>In {0} ist {1!r} keine Tabelle; schreiben Sie [{1}] und die Schlüssel darunter.</translation>
    </message>
    <message>
        <source>In {0} {1!r} needs &apos;file&apos; or &apos;quantisation&apos;; give one of them.</source>
        <translation>In {0} braucht {1!r} &apos;file&apos; oder &apos;quantisation&apos;; geben Sie eines davon an.</translation>
    </message>
    <message>
        <source>In {0} {1!r} needs either &apos;repo&apos; or &apos;path&apos;; give one of them.</source>
        <translation>In {0} braucht {1!r} entweder &apos;repo&apos; oder &apos;path&apos;; geben Sie eines davon an.</translation>
    </message>
    <message>
        <source>In {0} {2!r} of {1!r} must be a number above 0.</source>
        <translation>In {0} muss {2!r} von {1!r} eine Zahl über 0 sein.</translation>
    </message>
    <message>
        <source>In {0} {2!r} of {1!r} must be a text.</source>
        <translation>In {0} muss {2!r} von {1!r} ein Text sein.</translation>
    </message>
    <message>
        <source>In {0} {2!r} of {1!r} must be a whole number above 0.</source>
        <translation>In {0} muss {2!r} von {1!r} eine ganze Zahl über 0 sein.</translation>
    </message>
    <message>
        <source>In {0} {2!r} of {1!r} must be at most {3:,}.</source>
        <translation>In {0} darf {2!r} von {1!r} höchstens {3:,} sein.</translation>
    </message>
    <message>
        <source>Install the driver of {} anew, then restart.</source>
        <translation>Installieren Sie den Treiber von {} neu, und starten Sie den Rechner neu.</translation>
    </message>
    <message>
        <source>It is not here yet; download it with: main.py models download {}</source>
        <translation>Es ist noch nicht hier; laden Sie es mit: main.py models download {}</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Es wurde abgebrochen.</translation>
    </message>
    <message>
        <source>It was changed on the Hub meanwhile; it starts anew.</source>
        <translation>Inzwischen wurde es auf dem Hub geändert; es beginnt von vorn.</translation>
    </message>
    <message>
        <source>Name another data folder with WINNOW_HOME.</source>
        <translation>Nennen Sie mit WINNOW_HOME einen anderen Datenordner.</translation>
    </message>
    <message>
        <source>Name another place with --store or WINNOW_HOME.</source>
        <translation>Nennen Sie mit --store oder WINNOW_HOME einen anderen Ort.</translation>
    </message>
    <message>
        <source>No labelled item has a verdict; calibration needs labels such as good and bad.</source>
        <translation>Kein Eintrag mit Label hat ein Urteil; die Kalibrierung braucht Labels wie good und bad.</translation>
    </message>
    <message>
        <source>No model {!r} is installed; main.py models list shows those that are.</source>
        <translation>Ein Modell {!r} ist nicht installiert; main.py models list zeigt die installierten.</translation>
    </message>
    <message>
        <source>No token is kept in a file, and the system&apos;s keyring is not to be had ({}).</source>
        <translation>In keiner Datei ist ein Token abgelegt, und der Schlüsselbund des Systems ist nicht zu haben ({}).</translation>
    </message>
    <message>
        <source>Not one item could be measured at every point; the first one&apos;s error: {}</source>
        <translation>Keine Zeile konnte an jedem Punkt gemessen werden; der Fehler der ersten: {}</translation>
    </message>
    <message>
        <source>Nothing is pinned of {0}, which comes with the program or your catalogue; to pin its file, run: main.py models add {1}</source>
        <translation>Von {0}, das mit dem Programm oder Ihrem Katalog kommt, ist nichts festgehalten; um seine Datei festzuhalten, rufen Sie auf: main.py models add {1}</translation>
    </message>
    <message>
        <source>Nothing was measured at a budget of {0} with {1} Waits.</source>
        <translation>Beim Budget {0} mit {1} Waits wurde nichts gemessen.</translation>
    </message>
    <message>
        <source>Others may read the signing key {}; take that away: chmod 600.</source>
        <translation>Andere dürfen den Signaturschlüssel {} lesen; entziehen Sie ihnen das: chmod 600.</translation>
    </message>
    <message>
        <source>Others may read your token in {}; take that away: chmod 600.</source>
        <translation>Andere dürfen Ihr Token in {} lesen; nehmen Sie ihnen das: chmod 600.</translation>
    </message>
    <message>
        <source>Prompt ({0:,} tokens), thinking ({1:,}) and answer ({2:,}) need {3:,} tokens, and a sequence holds {4:,}; lower the budget or make the context larger.</source>
        <translation>Prompt ({0:,} Token), Denken ({1:,}) und Antwort ({2:,}) brauchen {3:,} Token, und eine Sequenz fasst {4:,}; senken Sie das Budget oder vergrößern Sie den Kontext.</translation>
    </message>
    <message>
        <source>Put that file right, or remove it.</source>
        <translation>Bringen Sie diese Datei in Ordnung, oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>PySide6 is not installed; the window cannot open</source>
        <translation>PySide6 ist nicht installiert; das Fenster kann sich nicht öffnen</translation>
    </message>
    <message>
        <source>PySide6 {}</source>
        <translation>PySide6 {}</translation>
    </message>
    <message>
        <source>SSL_CERT_DIR names {}, which is no folder; correct it or unset it.</source>
        <translation>SSL_CERT_DIR nennt {}, das kein Ordner ist; berichtigen oder löschen Sie die Variable.</translation>
    </message>
    <message>
        <source>SSL_CERT_FILE names {0}, which cannot be read ({1}); correct it or unset it.</source>
        <translation>SSL_CERT_FILE nennt {0}, das sich nicht lesen lässt ({1}); berichtigen oder löschen Sie die Variable.</translation>
    </message>
    <message>
        <source>SSL_CERT_FILE names {}, which holds no certificates in PEM form; correct it or unset it.</source>
        <translation>SSL_CERT_FILE nennt {}, worin keine Zertifikate in PEM-Form stehen; berichtigen oder löschen Sie die Variable.</translation>
    </message>
    <message>
        <source>Stopped after {0} of {1} items, which are kept; go on with: {2}</source>
        <translation>Angehalten nach {0} von {1} Zeilen, die erhalten sind; weiter mit: {2}</translation>
    </message>
    <message>
        <source>Stopped; what has arrived is kept. Go on with: {}</source>
        <translation>Angehalten; was angekommen ist, bleibt. Weiter geht es mit: {}</translation>
    </message>
    <message>
        <source>That is no token; copy it whole from your settings on the Hub.</source>
        <translation>Das ist kein Token; kopieren Sie es vollständig aus Ihren Einstellungen auf dem Hub.</translation>
    </message>
    <message>
        <source>The Hub gives no SHA-256 for {}, so that it could not be checked; take another file.</source>
        <translation>Der Hub nennt keinen SHA-256 für {}, sodass die Datei nicht zu prüfen wäre; nehmen Sie eine andere.</translation>
    </message>
    <message>
        <source>The Hub&apos;s token file {0} cannot be read ({1}); give your token with: main.py models token</source>
        <translation>Die Token-Datei des Hubs {0} lässt sich nicht lesen ({1}); geben Sie Ihr Token an mit: main.py models token</translation>
    </message>
    <message>
        <source>The Wait text {!r} is not UTF-8; write it anew.</source>
        <translation>Der Wait-Text {!r} ist kein UTF-8; schreiben Sie ihn neu.</translation>
    </message>
    <message>
        <source>The argument {!r} is not UTF-8; write it anew, or rename the file that it names.</source>
        <translation>Das Argument {!r} ist kein UTF-8; schreiben Sie es neu, oder benennen Sie die Datei um, die es nennt.</translation>
    </message>
    <message>
        <source>The bundle {0} cannot be kept: {1}.</source>
        <translation>Das Bündel {0} kann nicht aufbewahrt werden: {1}.</translation>
    </message>
    <message>
        <source>The bundle {0} cannot be read ({1}); check the path.</source>
        <translation>Das Bündel {0} kann nicht gelesen werden ({1}); prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>The bundle {0} does not hold ({1}); see all with: main.py verify {0}.</source>
        <translation>Das Bündel {0} ist nicht unversehrt ({1}); alles zeigt: main.py verify {0}.</translation>
    </message>
    <message>
        <source>The bundle {} holds, but this version of Winnow cannot read it.</source>
        <translation>Das Bündel {} ist unversehrt, aber diese Version von Winnow kann es nicht lesen.</translation>
    </message>
    <message>
        <source>The catalogue has no model {!r} to download; take one of main.py models list, or give OWNER/NAME and FILE.</source>
        <translation>Der Katalog hat kein Modell {!r} zum Herunterladen; nehmen Sie eines aus main.py models list, oder geben Sie BESITZER/NAME und DATEI an.</translation>
    </message>
    <message>
        <source>The catalogue {0} cannot be read: {1}.</source>
        <translation>Der Katalog {0} lässt sich nicht lesen: {1}.</translation>
    </message>
    <message>
        <source>The catalogue {0} is not TOML: {1}.</source>
        <translation>Der Katalog {0} ist kein TOML: {1}.</translation>
    </message>
    <message>
        <source>The catalogue {} is larger than 1 MB; shorten it.</source>
        <translation>Der Katalog {} ist größer als 1 MB; kürzen Sie ihn.</translation>
    </message>
    <message>
        <source>The certificate of the server is not trusted here ({}); where a proxy answers in its place, name the proxy&apos;s certificates in SSL_CERT_FILE.</source>
        <translation>Dem Zertifikat des Servers wird hier nicht vertraut ({}); wo ein Proxy an seiner Stelle antwortet, nennen Sie dessen Zertifikate in SSL_CERT_FILE.</translation>
    </message>
    <message>
        <source>The connection broke off ({}); it is tried again.</source>
        <translation>Die Verbindung brach ab ({}); es wird noch einmal versucht.</translation>
    </message>
    <message>
        <source>The context is full; lower the budget or make the context larger.</source>
        <translation>Der Kontext ist voll; senken Sie das Budget oder vergrößern Sie den Kontext.</translation>
    </message>
    <message>
        <source>The dial has no point yet; measure at least one budget.</source>
        <translation>Der Regler hat noch keinen Punkt; messen Sie mindestens ein Budget.</translation>
    </message>
    <message>
        <source>The engine&apos;s process ended {0} ({1}): {2}.</source>
        <translation>Der Prozess der Engine endete {0} ({1}): {2}.</translation>
    </message>
    <message>
        <source>The error is {0}; give a chance such as {1}.</source>
        <translation>Die Irrtumswahrscheinlichkeit ist {0}; geben Sie eine wie {1} an.</translation>
    </message>
    <message>
        <source>The file of {0} is not the one that was installed: its SHA-256 is {1} and should be {2}; verify it, or install it again.</source>
        <translation>Die Datei von {0} ist nicht die installierte: Ihr SHA-256 ist {1} und sollte {2} sein; prüfen Sie sie, oder installieren Sie sie neu.</translation>
    </message>
    <message>
        <source>The file of {0}, {1}, is not the one that was installed: its size is another; install it again.</source>
        <translation>Die Datei von {0}, {1}, ist nicht die installierte: Sie hat eine andere Größe; installieren Sie sie neu.</translation>
    </message>
    <message>
        <source>The file of {0}, {1}, is not there any more; put it back, or forget it with: main.py models remove {0}</source>
        <translation>Die Datei von {0}, {1}, ist nicht mehr da; legen Sie sie zurück, oder vergessen Sie sie mit: main.py models remove {0}</translation>
    </message>
    <message>
        <source>The file of {0}, {1}, is not there; put it back, or take another.</source>
        <translation>Die Datei von {0}, {1}, ist nicht da; legen Sie sie zurück oder nehmen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>The grid has {0} points; {1} are the most, so leave some budgets or Waits out.</source>
        <translation>Das Raster hat {0} Punkte; höchstens {1} sind möglich, lassen Sie also einige Budgets oder Waits weg.</translation>
    </message>
    <message>
        <source>The id {!r} cannot be; take up to 64 of a-z, 0-9, dot, dash and underscore.</source>
        <translation>Die Kennung {!r} ist nicht möglich; nehmen Sie bis zu 64 Zeichen aus a-z, 0-9, Punkt, Bindestrich und Unterstrich.</translation>
    </message>
    <message>
        <source>The id {0!r} is taken by {1}; give another.</source>
        <translation>Die Kennung {0!r} gehört schon zu {1}; geben Sie eine andere an.</translation>
    </message>
    <message>
        <source>The labelled list has no good item; label those that are worth keeping.</source>
        <translation>Die Liste mit Labels hat keinen guten Eintrag; kennzeichnen Sie die, die bleiben sollen.</translation>
    </message>
    <message>
        <source>The lock of this run in {} was lost, so the run ended; resume it.</source>
        <translation>Die Sperre dieses Laufs in {} ging verloren, daher endete der Lauf; setzen Sie ihn fort.</translation>
    </message>
    <message>
        <source>The margin is {0}; give a difference in accuracy such as {1}.</source>
        <translation>Die Toleranz ist {0}; geben Sie einen Unterschied der Trefferquote an, etwa {1}.</translation>
    </message>
    <message>
        <source>The model differs: recorded {0} (SHA-256 {1}), now {2} ({3}).</source>
        <translation>Das Modell ist ein anderes: aufgezeichnet {0} (SHA-256 {1}), jetzt {2} ({3}).</translation>
    </message>
    <message>
        <source>The model file {0} cannot be read ({1}); check its permissions.</source>
        <translation>Die Modelldatei {0} lässt sich nicht lesen ({1}); prüfen Sie ihre Rechte.</translation>
    </message>
    <message>
        <source>The model file {0} cannot be read: {1}.</source>
        <translation>Die Modelldatei {0} lässt sich nicht lesen: {1}.</translation>
    </message>
    <message>
        <source>The model file {0} was written to while it was in use, so what ran since the last good check is in doubt and not kept ({1}); put back what it was, and resume.</source>
        <translation>In die Modelldatei {0} wurde geschrieben, während sie benutzt wurde; was seit der letzten guten Prüfung lief, ist zweifelhaft und nicht behalten ({1}). Stellen Sie wieder her, was sie war, und setzen Sie fort.</translation>
    </message>
    <message>
        <source>The model file {} was replaced while it was loaded; start again.</source>
        <translation>Die Modelldatei {} wurde ersetzt, während sie geladen wurde; starten Sie noch einmal.</translation>
    </message>
    <message>
        <source>The model has {0} parts and {1} is missing in {2}; put all parts into one folder.</source>
        <translation>Das Modell hat {0} Teile, und {1} fehlt in {2}; legen Sie alle Teile in einen Ordner.</translation>
    </message>
    <message>
        <source>The model {0} cannot screen: it is {1}. Choose a model that chats.</source>
        <translation>Das Modell {0} kann nicht screenen: es ist {1}. Wählen Sie ein Chat-Modell.</translation>
    </message>
    <message>
        <source>The model {0} is not installed yet; download it with: main.py models download {1}</source>
        <translation>Das Modell {0} ist noch nicht installiert; laden Sie es herunter mit: main.py models download {1}</translation>
    </message>
    <message>
        <source>The model&apos;s chat template gives other prompts than those that this dial run began with; start a new one.</source>
        <translation>Die Chat-Vorlage des Modells ergibt andere Prompts als die, mit denen diese Messung begann; starten Sie eine neue.</translation>
    </message>
    <message>
        <source>The model&apos;s chat template gives other prompts than those that this screen began with; start a new screen.</source>
        <translation>Die Chat-Vorlage des Modells ergibt andere Prompts als die, mit denen dieses Screening begann; starten Sie ein neues Screening.</translation>
    </message>
    <message>
        <source>The model&apos;s chat template has no thinking delimiters that Winnow knows, so a budget could not be enforced; choose another model, or name its thinking format ({}).</source>
        <translation>Die Chat-Vorlage des Modells hat keine Denk-Trennzeichen, die Winnow kennt; ein Budget ließe sich nicht durchsetzen. Wählen Sie ein anderes Modell, oder nennen Sie sein Denkformat ({}).</translation>
    </message>
    <message>
        <source>The name of {!r} is not UTF-8; rename the file.</source>
        <translation>Der Name von {!r} ist kein UTF-8; benennen Sie die Datei um.</translation>
    </message>
    <message>
        <source>The name of {} is not UTF-8; rename it, for the record names it.</source>
        <translation>Der Name von {} ist kein UTF-8; benennen Sie die Datei um, denn die Aufzeichnung nennt sie.</translation>
    </message>
    <message>
        <source>The name {!r} is not UTF-8; choose another.</source>
        <translation>Der Name {!r} ist kein UTF-8; wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The parts of {0} hold {1} tensors and should hold {2}; download them again.</source>
        <translation>Die Teile von {0} enthalten {1} Tensoren und sollten {2} enthalten; laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>The path {!r} is not UTF-8; choose another for the store.</source>
        <translation>Der Pfad {!r} ist kein UTF-8; wählen Sie einen anderen für den Speicher.</translation>
    </message>
    <message>
        <source>The prompt {!r} is not UTF-8; write it anew.</source>
        <translation>Der Prompt {!r} ist kein UTF-8; schreiben Sie ihn neu.</translation>
    </message>
    <message>
        <source>The prompt {0!r} needs a text named {1!r}, which is compared with the expected answer.</source>
        <translation>Der Prompt {0!r} braucht einen Text namens {1!r}, der mit der erwarteten Antwort verglichen wird.</translation>
    </message>
    <message>
        <source>The reason {!r} is not UTF-8; write it anew.</source>
        <translation>Die Begründung {!r} ist kein UTF-8; schreiben Sie sie neu.</translation>
    </message>
    <message>
        <source>The record of screen {0} does not hold ({1}); check all of the store with: main.py verify.</source>
        <translation>Das Protokoll des Screenings {0} ist nicht unversehrt ({1}); die ganze Ablage prüft: main.py verify.</translation>
    </message>
    <message>
        <source>The same ids, although there differ: {}.</source>
        <translation>Dieselben Ids, obwohl sich unterscheiden: {}.</translation>
    </message>
    <message>
        <source>The same ids, but the answer&apos;s probabilities are not those of the record.</source>
        <translation>Dieselben Ids, aber die Wahrscheinlichkeiten der Antwort sind nicht die der Aufzeichnung.</translation>
    </message>
    <message>
        <source>The screen {0} is being run by {1}; wait for it, or stop it first.</source>
        <translation>Das Screening {0} wird gerade von {1} ausgeführt; warten Sie darauf oder beenden Sie das zuerst.</translation>
    </message>
    <message>
        <source>The screen {0} is one of {1} itself; there is nothing to import.</source>
        <translation>Das Screening {0} stammt aus {1} selbst; es gibt nichts zu importieren.</translation>
    </message>
    <message>
        <source>The screen {0} makes no bundle: {1}.</source>
        <translation>Aus dem Screening {0} wird kein Bündel: {1}.</translation>
    </message>
    <message>
        <source>The screen {0} was imported into {1} before.</source>
        <translation>Das Screening {0} wurde schon früher in {1} importiert.</translation>
    </message>
    <message>
        <source>The screen {} was imported: it is the record of what others did, which can be read and replayed, but not gone on with, judged or bundled.</source>
        <translation>Das Screening {} wurde importiert: Es ist das Protokoll dessen, was andere taten; es lässt sich lesen und nachrechnen, aber nicht fortsetzen, beurteilen oder bündeln.</translation>
    </message>
    <message>
        <source>The search index of {} is damaged; make it anew with: main.py search --rebuild.</source>
        <translation>Der Suchindex von {} ist beschädigt; legen Sie ihn neu an mit: main.py search --rebuild.</translation>
    </message>
    <message>
        <source>The server cannot go on from the middle; the file starts anew.</source>
        <translation>Der Server kann nicht in der Mitte fortfahren; die Datei beginnt von vorn.</translation>
    </message>
    <message>
        <source>The server is busy ({0}) and asks to wait {1:,.0f} s; then it goes on.</source>
        <translation>Der Server ist ausgelastet ({0}) und bittet, {1:,.0f} s zu warten; dann geht es weiter.</translation>
    </message>
    <message>
        <source>The share of the test is {}; give one from 0 to below 1, such as 0.3.</source>
        <translation>Der Anteil des Tests ist {}; geben Sie einen von 0 bis unter 1 an, etwa 0.3.</translation>
    </message>
    <message>
        <source>The share to discard is {0}; give 0 to 1, such as {1}.</source>
        <translation>Der auszusondernde Anteil ist {0}; geben Sie 0 bis 1 an, etwa {1}.</translation>
    </message>
    <message>
        <source>The shared prompt does not fit the sequence&apos;s context; make the context larger.</source>
        <translation>Der gemeinsame Prompt passt nicht in den Kontext der Sequenz; vergrößern Sie den Kontext.</translation>
    </message>
    <message>
        <source>The signing key cannot be kept in {0} ({1}); check its permissions.</source>
        <translation>Der Signaturschlüssel kann nicht in {0} aufbewahrt werden ({1}); prüfen Sie die Zugriffsrechte.</translation>
    </message>
    <message>
        <source>The signing key is not to be had from the system&apos;s keyring ({0}); unlock it, or remove {1} to sign with a new key from now on.</source>
        <translation>Der Signaturschlüssel ist aus dem Schlüsselbund des Systems nicht zu bekommen ({0}); entsperren Sie ihn, oder entfernen Sie {1}, um von nun an mit einem neuen Schlüssel zu signieren.</translation>
    </message>
    <message>
        <source>The signing key {0} cannot be read ({1}).</source>
        <translation>Der Signaturschlüssel {0} kann nicht gelesen werden ({1}).</translation>
    </message>
    <message>
        <source>The signing key {0} cannot be used: {1}; put it back.</source>
        <translation>Der Signaturschlüssel {0} ist nicht zu gebrauchen: {1}; stellen Sie ihn wieder her.</translation>
    </message>
    <message>
        <source>The store {0} has no dial run {1!r}; give another id.</source>
        <translation>Die Ablage {0} hat keine Messung {1!r}; geben Sie eine andere Kennung an.</translation>
    </message>
    <message>
        <source>The store {} holds no certificate yet; measure one with: main.py dial LABELLED.</source>
        <translation>Die Ablage {} enthält noch kein Zertifikat; messen Sie eines mit: main.py dial LABELLED.</translation>
    </message>
    <message>
        <source>The store {} holds no dial run yet; start one with: main.py dial LABELLED.</source>
        <translation>Die Ablage {} enthält noch keine Messung; beginnen Sie eine mit: main.py dial LABELLED.</translation>
    </message>
    <message>
        <source>The test part has no budget of {}; split one grid in two.</source>
        <translation>Der Testteil hat kein Budget {}; teilen Sie ein und dasselbe Raster in zwei Teile.</translation>
    </message>
    <message>
        <source>The thinking format {!r} is a guess, for the model&apos;s chat template names no thinking delimiters; if the model thinks otherwise, name its format.</source>
        <translation>Das Denkformat {!r} ist geraten, denn die Chat-Vorlage des Modells nennt keine Denk-Begrenzer; wenn das Modell anders denkt, nennen Sie sein Format.</translation>
    </message>
    <message>
        <source>The thinking format {!r} was edited since this dial run began; put resources/thinking_formats.toml back to what it was, or start a new one.</source>
        <translation>Das Denkformat {!r} wurde geändert, seit diese Messung begann; stellen Sie resources/thinking_formats.toml wieder her, oder beginnen Sie eine neue.</translation>
    </message>
    <message>
        <source>The thresholds must rise; give them from the lowest to the highest.</source>
        <translation>Die Schwellen müssen steigen; geben Sie sie von der niedrigsten zur höchsten an.</translation>
    </message>
    <message>
        <source>The two settings have no item in common; measure both on the same list.</source>
        <translation>Die beiden Einstellungen haben keinen Eintrag gemeinsam; messen Sie beide an derselben Liste.</translation>
    </message>
    <message>
        <source>The wanted confidence is {0}; give one between 0 and 1, such as {1}.</source>
        <translation>Die gewünschte Konfidenz ist {0}; geben Sie eine zwischen 0 und 1 an, etwa {1}.</translation>
    </message>
    <message>
        <source>The wanted recall is {0}; give one between 0 and 1, such as {1}.</source>
        <translation>Der gewünschte Recall ist {0}; geben Sie einen zwischen 0 und 1 an, etwa {1}.</translation>
    </message>
    <message>
        <source>The work ended without a result.</source>
        <translation>Die Arbeit endete ohne Ergebnis.</translation>
    </message>
    <message>
        <source>The {} of a dial must rise from each to the next; sort them.</source>
        <translation>Die {} einer Messung müssen von einem zum nächsten steigen; sortieren Sie sie.</translation>
    </message>
    <message>
        <source>There differ: {0}. {1}</source>
        <translation>Es unterscheiden sich: {0}. {1}</translation>
    </message>
    <message>
        <source>There is no keyring; the token is in {}, which only you may read.</source>
        <translation>Es gibt keinen Schlüsselbund; das Token steht in {}, das nur Sie lesen dürfen.</translation>
    </message>
    <message>
        <source>There is no model file {} and no model of that name; main.py models list shows what there is.</source>
        <translation>Es gibt weder eine Modelldatei {} noch ein Modell dieses Namens; main.py models list zeigt, was es gibt.</translation>
    </message>
    <message>
        <source>There is no model file {}; give the path of a GGUF file.</source>
        <translation>Es gibt keine Modelldatei {}; geben Sie den Pfad einer GGUF-Datei an.</translation>
    </message>
    <message>
        <source>There is no store {}; check the path.</source>
        <translation>Es gibt keine Ablage {}; prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>There is no thinking format {0!r}; use one of: {1}, auto.</source>
        <translation>Es gibt kein Denkformat {0!r}; nehmen Sie eines von: {1}, auto.</translation>
    </message>
    <message>
        <source>Thinking format {0!r} has the unknown key {1!r}; remove it.</source>
        <translation>Das Denkformat {0!r} hat den unbekannten Schlüssel {1!r}; entfernen Sie ihn.</translation>
    </message>
    <message>
        <source>Thinking format {0!r} lacks {1!r}; add it.</source>
        <translation>Dem Denkformat {0!r} fehlt {1!r}; ergänzen Sie es.</translation>
    </message>
    <message>
        <source>This dial run began on an engine that differs in what decides tokens (then / now: {}); resume as it began, or start a new dial run.</source>
        <translation>Diese Messung begann auf einer Engine, die sich in dem unterscheidet, was Tokens entscheidet (damals / jetzt: {}); setzen Sie sie fort, wie sie begann, oder beginnen Sie eine neue Messung.</translation>
    </message>
    <message>
        <source>This dial run was sealed with the model {0} (SHA-256 {1}), and {2} is another; resume with the same file.</source>
        <translation>Diese Messung wurde mit dem Modell {0} (SHA-256 {1}) versiegelt, und {2} ist ein anderes; setzen Sie sie mit derselben Datei fort.</translation>
    </message>
    <message>
        <source>This screen was sealed with the model {0} (SHA-256 {1}), and {2} is another; resume with the same file.</source>
        <translation>Dieses Screening wurde mit dem Modell {0} (SHA-256 {1}) versiegelt, und {2} ist ein anderes; setzen Sie es mit derselben Datei fort.</translation>
    </message>
    <message>
        <source>To continue a trace the deep budget ({0}) must exceed the triage budget ({1}).</source>
        <translation>Um einen Gedankengang fortzusetzen, muss das Budget des Tiefenlaufs ({0}) größer sein als das der Triage ({1}).</translation>
    </message>
    <message>
        <source>What arrived of {0} has the SHA-256 {1}, but the Hub gives {2}; nothing of it is kept, download it again.</source>
        <translation>Was von {0} ankam, hat den SHA-256 {1}, der Hub nennt aber {2}; nichts davon bleibt, laden Sie es noch einmal herunter.</translation>
    </message>
    <message>
        <source>What had arrived before is of another version; it starts anew.</source>
        <translation>Was schon angekommen war, gehört zu einer anderen Fassung; es beginnt von vorn.</translation>
    </message>
    <message>
        <source>Your token in {0} cannot be read ({1}).</source>
        <translation>Ihr Token in {0} lässt sich nicht lesen ({1}).</translation>
    </message>
    <message>
        <source>[[answer]] table {} is neither a literal, a choice with options, nor a text with max_tokens; see the comments in resources/prompts/triage.toml.</source>
        <translation>[[answer]]-Tabelle {} ist weder ein Literal noch eine Auswahl mit Optionen noch ein Text mit max_tokens; siehe die Kommentare in resources/prompts/triage.toml.</translation>
    </message>
    <message>
        <source>a Markdown list</source>
        <translation>eine Markdown-Liste</translation>
    </message>
    <message>
        <source>a control vector, which steers another model</source>
        <translation>ein Steuervektor, der ein anderes Modell lenkt</translation>
    </message>
    <message>
        <source>a diffusion model, which writes all tokens at once and has no thinking to end</source>
        <translation>ein Diffusionsmodell, das alle Token auf einmal schreibt und kein Denken hat, das man beenden könnte</translation>
    </message>
    <message>
        <source>a fault in llama.cpp or in a driver; run main.py doctor, and where a GPU is used bring its driver up to date or try --gpu-layers 0</source>
        <translation>ein Fehler in llama.cpp oder einem Treiber; starten Sie main.py doctor, und wo eine GPU benutzt wird, erneuern Sie ihren Treiber oder versuchen Sie --gpu-layers 0</translation>
    </message>
    <message>
        <source>a fault in llama.cpp; try another model</source>
        <translation>ein Fehler in llama.cpp; versuchen Sie ein anderes Modell</translation>
    </message>
    <message>
        <source>a helper of another model, which cannot write by itself</source>
        <translation>ein Gehilfe eines anderen Modells, der allein nicht schreiben kann</translation>
    </message>
    <message>
        <source>a model of images or sound, which writes no text</source>
        <translation>ein Modell für Bilder oder Ton, das keinen Text schreibt</translation>
    </message>
    <message>
        <source>a model that reads in both directions, and so cannot write one token after another</source>
        <translation>ein Modell, das in beide Richtungen liest und daher nicht ein Token nach dem anderen schreiben kann</translation>
    </message>
    <message>
        <source>a name in it has {:,} bytes</source>
        <translation>ein Name darin hat {:,} Bytes</translation>
    </message>
    <message>
        <source>a quote is opened and not closed</source>
        <translation>ein Anführungszeichen wird geöffnet und nicht geschlossen</translation>
    </message>
    <message>
        <source>a reranker, which compares texts and writes none</source>
        <translation>ein Reranker, der Texte vergleicht und keinen schreibt</translation>
    </message>
    <message>
        <source>above the header row</source>
        <translation>oberhalb der Kopfzeile</translation>
    </message>
    <message>
        <source>an adapter (LoRA), which changes another model</source>
        <translation>ein Adapter (LoRA), der ein anderes Modell ändert</translation>
    </message>
    <message>
        <source>an embedding model, which reads text and writes none</source>
        <translation>ein Embedding-Modell, das Text liest und keinen schreibt</translation>
    </message>
    <message>
        <source>an encoder and a decoder, which cannot go on with a text</source>
        <translation>ein Encoder mit Decoder, der einen Text nicht fortsetzen kann</translation>
    </message>
    <message>
        <source>an encoder, which reads text and writes none</source>
        <translation>ein Encoder, der Text liest und keinen schreibt</translation>
    </message>
    <message>
        <source>an error that Winnow does not know; its details are in the log</source>
        <translation>ein Fehler, den Winnow nicht kennt; die Einzelheiten stehen im Protokoll</translation>
    </message>
    <message>
        <source>an importance matrix, which is for quantising a model</source>
        <translation>eine Importance-Matrix, die zum Quantisieren eines Modells dient</translation>
    </message>
    <message>
        <source>another process</source>
        <translation>einem anderen Prozess</translation>
    </message>
    <message>
        <source>another program asked it to end; start it again</source>
        <translation>ein anderes Programm hat ihn beendet; starten Sie noch einmal</translation>
    </message>
    <message>
        <source>build of llama.cpp</source>
        <translation>Build von llama.cpp</translation>
    </message>
    <message>
        <source>check that disk</source>
        <translation>prüfen Sie diesen Datenträger</translation>
    </message>
    <message>
        <source>close what has many files open</source>
        <translation>schließen Sie, was viele Dateien offen hat</translation>
    </message>
    <message>
        <source>close what has many files open, or allow more (ulimit -n)</source>
        <translation>schließen Sie, was viele Dateien offen hat, oder erlauben Sie mehr (ulimit -n)</translation>
    </message>
    <message>
        <source>column {0}: {1}</source>
        <translation>Spalte {0}: {1}</translation>
    </message>
    <message>
        <source>context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>driver {}</source>
        <translation>Treiber {}</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>exit code {0}, {1}</source>
        <translation>Exit-Code {0}, {1}</translation>
    </message>
    <message>
        <source>exit code {}</source>
        <translation>Exit-Code {}</translation>
    </message>
    <message>
        <source>features of the processor</source>
        <translation>Merkmale des Prozessors</translation>
    </message>
    <message>
        <source>from the keyring</source>
        <translation>aus dem Schlüsselbund</translation>
    </message>
    <message>
        <source>from {}</source>
        <translation>aus {}</translation>
    </message>
    <message>
        <source>half of the layers go to the GPU</source>
        <translation>die Hälfte der Schichten kommt auf die GPU</translation>
    </message>
    <message>
        <source>id {!r} again</source>
        <translation>ID {!r} erneut</translation>
    </message>
    <message>
        <source>in doubt: the model file {} was written to while it ran</source>
        <translation>in Zweifel: in die Modelldatei {} wurde geschrieben, während es lief</translation>
    </message>
    <message>
        <source>in its first decode steps</source>
        <translation>in seinen ersten Dekodierschritten</translation>
    </message>
    <message>
        <source>it counts {:,} things, for which it has no room</source>
        <translation>sie zählt {:,} Dinge, für die sie keinen Platz hat</translation>
    </message>
    <message>
        <source>it ends there</source>
        <translation>sie endet dort</translation>
    </message>
    <message>
        <source>it has the tensor {!r} twice</source>
        <translation>sie hat den Tensor {!r} zweimal</translation>
    </message>
    <message>
        <source>it says {!r} twice</source>
        <translation>sie sagt {!r} zweimal</translation>
    </message>
    <message>
        <source>it was interrupted; start it again</source>
        <translation>er wurde unterbrochen; starten Sie noch einmal</translation>
    </message>
    <message>
        <source>its alignment is {}</source>
        <translation>ihre Ausrichtung ist {}</translation>
    </message>
    <message>
        <source>its file system takes no file so large: name another folder with WINNOW_HOME</source>
        <translation>sein Dateisystem nimmt keine so große Datei: nennen Sie mit WINNOW_HOME einen anderen Ordner</translation>
    </message>
    <message>
        <source>its terminal was closed; start it again</source>
        <translation>sein Terminal wurde geschlossen; starten Sie noch einmal</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>layers on the device</source>
        <translation>Schichten auf dem Gerät</translation>
    </message>
    <message>
        <source>least thinking</source>
        <translation>Mindestdenken</translation>
    </message>
    <message>
        <source>line {0}, column {1}: {2}</source>
        <translation>Zeile {0}, Spalte {1}: {2}</translation>
    </message>
    <message>
        <source>llama.cpp cannot take back the last tokens of a sequence with this model.</source>
        <translation>llama.cpp kann mit diesem Modell die letzten Token einer Sequenz nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>llama.cpp computes: one token of the demo model, on {}</source>
        <translation>llama.cpp rechnet: ein Token des Demo-Modells, auf {}</translation>
    </message>
    <message>
        <source>llama.cpp did not answer for {:.0f} s; restart the machine.</source>
        <translation>llama.cpp hat {:.0f} s lang nicht geantwortet; starten Sie den Rechner neu.</translation>
    </message>
    <message>
        <source>llama.cpp did not say within {:.0f} s what it can do.</source>
        <translation>llama.cpp hat nicht innerhalb von {:.0f} s gesagt, was es kann.</translation>
    </message>
    <message>
        <source>llama.cpp does not load ({}); install it again.</source>
        <translation>llama.cpp lässt sich nicht laden ({}); installieren Sie es neu.</translation>
    </message>
    <message>
        <source>llama.cpp ended with code {} when it was asked what it can do; install it again.</source>
        <translation>llama.cpp endete mit Code {}, als es gefragt wurde, was es kann; installieren Sie es neu.</translation>
    </message>
    <message>
        <source>llama.cpp failed to decode (code {}); the model or its memory is at fault.</source>
        <translation>llama.cpp konnte nicht dekodieren (Code {}); es liegt am Modell oder an seinem Speicher.</translation>
    </message>
    <message>
        <source>llama.cpp gives no reason</source>
        <translation>llama.cpp nennt keinen Grund</translation>
    </message>
    <message>
        <source>llama.cpp runs as it is asked to</source>
        <translation>llama.cpp läuft, wie es soll</translation>
    </message>
    <message>
        <source>llama.cpp was compiled for another processor and met an instruction that this one does not have; compile it for this one: uv sync --reinstall-package llama-cpp-python</source>
        <translation>llama.cpp wurde für einen anderen Prozessor übersetzt und traf auf einen Befehl, den dieser nicht hat; übersetzen Sie es für diesen: uv sync --reinstall-package llama-cpp-python</translation>
    </message>
    <message>
        <source>lower the budget, or keep the KV cache as q8_0</source>
        <translation>senken Sie das Budget oder halten Sie den KV-Cache als q8_0</translation>
    </message>
    <message>
        <source>made for embeddings, and writes no text</source>
        <translation>für Embeddings gemacht und schreibt keinen Text</translation>
    </message>
    <message>
        <source>make it a folder that you may write, or name another with WINNOW_HOME</source>
        <translation>machen Sie daraus einen Ordner, den Sie beschreiben dürfen, oder nennen Sie mit WINNOW_HOME einen anderen</translation>
    </message>
    <message>
        <source>make room there</source>
        <translation>schaffen Sie dort Platz</translation>
    </message>
    <message>
        <source>min_p is {}; it must be 0 to 1.</source>
        <translation>min_p ist {}; möglich ist 0 bis 1.</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>name a folder with a shorter path with WINNOW_HOME</source>
        <translation>nennen Sie mit WINNOW_HOME einen Ordner mit kürzerem Pfad</translation>
    </message>
    <message>
        <source>neither an object nor a text</source>
        <translation>weder ein Objekt noch ein Text</translation>
    </message>
    <message>
        <source>nested too deeply</source>
        <translation>zu tief verschachtelt</translation>
    </message>
    <message>
        <source>no expected answer</source>
        <translation>keine erwartete Antwort</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>keine Einstufung</translation>
    </message>
    <message>
        <source>no letter or digit in the statement</source>
        <translation>kein Buchstabe und keine Ziffer in der Aussage</translation>
    </message>
    <message>
        <source>no readable text</source>
        <translation>kein lesbarer Text</translation>
    </message>
    <message>
        <source>no statement</source>
        <translation>keine Aussage</translation>
    </message>
    <message>
        <source>none was found; the processor does the work</source>
        <translation>keine gefunden; der Prozessor rechnet</translation>
    </message>
    <message>
        <source>not valid JSON: {}</source>
        <translation>kein gültiges JSON: {}</translation>
    </message>
    <message>
        <source>of a kind that cannot go on with a text</source>
        <translation>von einer Art, die einen Text nicht fortsetzen kann</translation>
    </message>
    <message>
        <source>padding of a step</source>
        <translation>Auffüllung eines Schritts</translation>
    </message>
    <message>
        <source>plain lines</source>
        <translation>einfache Zeilen</translation>
    </message>
    <message>
        <source>prefill chunk</source>
        <translation>Prefill-Abschnitt</translation>
    </message>
    <message>
        <source>process {0} on {1}</source>
        <translation>Prozess {0} auf {1}</translation>
    </message>
    <message>
        <source>rows of a step</source>
        <translation>Zeilen eines Schritts</translation>
    </message>
    <message>
        <source>run main.py doctor, or try another model</source>
        <translation>starten Sie main.py doctor, oder versuchen Sie ein anderes Modell</translation>
    </message>
    <message>
        <source>run {} at a time</source>
        <translation>lassen Sie {} gleichzeitig laufen</translation>
    </message>
    <message>
        <source>sequences at a time</source>
        <translation>Sequenzen zugleich</translation>
    </message>
    <message>
        <source>signal {0}, {1}</source>
        <translation>Signal {0}, {1}</translation>
    </message>
    <message>
        <source>signal {}</source>
        <translation>Signal {}</translation>
    </message>
    <message>
        <source>{0} cannot be kept in {1} ({2}); {3}; what has arrived stays, start it again to go on.</source>
        <translation>{0} lässt sich nicht in {1} ablegen ({2}); {3}; was angekommen ist, bleibt, starten Sie noch einmal, um fortzufahren.</translation>
    </message>
    <message>
        <source>{0} cannot be made and locked ({1}), so a second run could not be kept out; put the store where that can be done.</source>
        <translation>{0} lässt sich nicht anlegen und sperren ({1}), so dass ein zweiter Lauf nicht ferngehalten würde; legen Sie den Speicher dorthin, wo das geht.</translation>
    </message>
    <message>
        <source>{0} has no {1} for everyone; check the name, or, where it is private, give your token with: main.py models token, or as HF_TOKEN</source>
        <translation>{0} hat kein {1} für jedermann; prüfen Sie den Namen, oder geben Sie, wo es privat ist, Ihr Token an mit: main.py models token, oder als HF_TOKEN</translation>
    </message>
    <message>
        <source>{0} refuses {1} to your token ({2}); check the name, accept the terms on the repository&apos;s page, or give another token.</source>
        <translation>{0} verweigert Ihrem Token {1} ({2}); prüfen Sie den Namen, nehmen Sie die Bedingungen auf der Seite des Repositorys an, oder geben Sie ein anderes Token an.</translation>
    </message>
    <message>
        <source>take a smaller one</source>
        <translation>nehmen Sie ein kleineres</translation>
    </message>
    <message>
        <source>The engine&apos;s process ended ({0}); what was completed is kept. Resume it or start again; if it happens again: {1}.</source>
        <translation>Der Prozess der Engine endete ({0}); was fertig ist, bleibt erhalten. Setzen Sie fort oder starten Sie noch einmal; wenn es wieder geschieht: {1}.</translation>
    </message>
    <message>
        <source>The engine&apos;s process ended {0} ({1}); what was completed is kept. Resume it or start again: what may have failed is then left out, and main.py doctor says what that is.</source>
        <translation>Der Prozess der Engine endete {0} ({1}); was fertig ist, bleibt erhalten. Setzen Sie fort oder starten Sie noch einmal: was versagt haben mag, wird dann weggelassen, und main.py doctor sagt, was das ist.</translation>
    </message>
    <message>
        <source>The model file {} was written to while it was in use; put back what it was, and resume or start again.</source>
        <translation>In die Modelldatei {} wurde geschrieben, während sie benutzt wurde; stellen Sie wieder her, was sie war, und setzen Sie fort oder starten Sie noch einmal.</translation>
    </message>
    <message>
        <source>fewer sequences and tokens are computed at once</source>
        <translation>weniger Sequenzen und Token werden auf einmal gerechnet</translation>
    </message>
    <message>
        <source>llama.cpp ended on this machine ({0}), so it runs plainer: {1}. main.py doctor shows this, and main.py doctor --forget-plainer tries anew.</source>
        <translation>llama.cpp endete auf diesem Rechner ({0}) und läuft daher schlichter: {1}. main.py doctor zeigt das, und main.py doctor --forget-plainer versucht es neu.</translation>
    </message>
    <message>
        <source>llama.cpp gave up with an error of its own, which it writes to the terminal; try another model, or --kv-type f16, or where a GPU is used --gpu-layers 0</source>
        <translation>llama.cpp gab mit einem eigenen Fehler auf, den es ins Terminal schreibt; versuchen Sie ein anderes Modell, oder --kv-type f16, oder wo eine GPU benutzt wird --gpu-layers 0</translation>
    </message>
    <message>
        <source>temperature is {}; it must be 0 (greedy) to 100.</source>
        <translation>temperature ist {}; möglich ist 0 (greedy) bis 100.</translation>
    </message>
    <message>
        <source>that is how a system ends a program that takes too much memory; run fewer parallel sequences, a smaller context, or a smaller model</source>
        <translation>so beendet ein System ein Programm, das zu viel Speicher nimmt; rechnen Sie weniger Sequenzen parallel, einen kleineren Kontext oder ein kleineres Modell</translation>
    </message>
    <message>
        <source>the Models page has settings with which it does</source>
        <translation>die Seite „Modelle“ hat Einstellungen, mit denen es passt</translation>
    </message>
    <message>
        <source>the catalogue</source>
        <translation>dem Katalog</translation>
    </message>
    <message>
        <source>the label {!r} is none of good, bad, advance, reject, 1, 0, true, false, yes, no</source>
        <translation>die Einstufung {!r} ist keine von good, bad, advance, reject, 1, 0, true, false, yes, no</translation>
    </message>
    <message>
        <source>the model&apos;s file could not be read any more: it was cut off, or its disk or network failed; check it with main.py models verify</source>
        <translation>die Modelldatei ließ sich nicht mehr lesen: sie wurde gekürzt, oder ihr Datenträger oder Netz fiel aus; prüfen Sie sie mit main.py models verify</translation>
    </message>
    <message>
        <source>the part of a model that sees or hears</source>
        <translation>der Teil eines Modells, der sieht oder hört</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>dem Prozessor</translation>
    </message>
    <message>
        <source>the processor does all the work</source>
        <translation>der Prozessor tut alle Arbeit</translation>
    </message>
    <message>
        <source>the same text again</source>
        <translation>derselbe Text erneut</translation>
    </message>
    <message>
        <source>the tensor {!r} has an impossible shape</source>
        <translation>der Tensor {!r} hat eine unmögliche Form</translation>
    </message>
    <message>
        <source>the tensor {!r} is not aligned</source>
        <translation>der Tensor {!r} ist nicht ausgerichtet</translation>
    </message>
    <message>
        <source>the tensor {0!r} has {1} dimensions</source>
        <translation>der Tensor {0!r} hat {1} Dimensionen</translation>
    </message>
    <message>
        <source>the tensor {0!r} is of the unknown type {1}</source>
        <translation>der Tensor {0!r} ist vom unbekannten Typ {1}</translation>
    </message>
    <message>
        <source>there is no type {} of value</source>
        <translation>einen Werttyp {} gibt es nicht</translation>
    </message>
    <message>
        <source>thinking format</source>
        <translation>Denkformat</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>top_k is {}; it must be 0 (off) to 2,147,483,647.</source>
        <translation>top_k ist {}; möglich ist 0 (aus) bis 2.147.483.647.</translation>
    </message>
    <message>
        <source>top_p is {}; it must be above 0 and at most 1.</source>
        <translation>top_p ist {}; möglich ist mehr als 0 und höchstens 1.</translation>
    </message>
    <message>
        <source>triage Waits</source>
        <translation>Waits der Triage</translation>
    </message>
    <message>
        <source>triage budget</source>
        <translation>Budget der Triage</translation>
    </message>
    <message>
        <source>triage prompt</source>
        <translation>Prompt der Triage</translation>
    </message>
    <message>
        <source>try {}</source>
        <translation>versuchen Sie {}</translation>
    </message>
    <message>
        <source>type of the KV cache</source>
        <translation>Typ des KV-Caches</translation>
    </message>
    <message>
        <source>unsure verdicts</source>
        <translation>unsichere Urteile</translation>
    </message>
    <message>
        <source>weights are not repacked for the processor (no extra buffers)</source>
        <translation>Gewichte werden nicht für den Prozessor umgepackt (keine Extra-Puffer)</translation>
    </message>
    <message>
        <source>what was left out of it</source>
        <translation>was davon weggelassen wurde</translation>
    </message>
    <message>
        <source>while it loaded the model</source>
        <translation>beim Laden des Modells</translation>
    </message>
    <message>
        <source>while it ran</source>
        <translation>während des Laufs</translation>
    </message>
    <message>
        <source>while it tested itself</source>
        <translation>beim Selbsttest</translation>
    </message>
    <message>
        <source>{!r} are not whole numbers with commas between them.</source>
        <translation>{!r} sind keine ganzen Zahlen mit Kommas dazwischen.</translation>
    </message>
    <message>
        <source>{!r} has a number below 0; a budget is 0 or more.</source>
        <translation>{!r} hat eine Zahl unter 0; ein Budget ist 0 oder mehr.</translation>
    </message>
    <message>
        <source>{!r} is no name for a GGUF file; give one that the repository lists.</source>
        <translation>{!r} ist kein Name für eine GGUF-Datei; geben Sie einen an, den das Repository aufführt.</translation>
    </message>
    <message>
        <source>{!r} is not a repository of the Hub; give it as OWNER/NAME.</source>
        <translation>{!r} ist kein Repository des Hubs; geben Sie es als BESITZER/NAME an.</translation>
    </message>
    <message>
        <source>{0!r} of thinking format {1!r} must be a list of texts.</source>
        <translation>{0!r} im Denkformat {1!r} muss eine Liste von Texten sein.</translation>
    </message>
    <message>
        <source>{0!r} of thinking format {1!r} must be a table of texts.</source>
        <translation>{0!r} des Denkformats {1!r} muss eine Tabelle von Texten sein.</translation>
    </message>
    <message>
        <source>{0!r} of thinking format {1!r} must be a text.</source>
        <translation>{0!r} im Denkformat {1!r} muss ein Text sein.</translation>
    </message>
    <message>
        <source>{0!r} of thinking format {1!r} must be true or false.</source>
        <translation>{0!r} des Denkformats {1!r} muss true oder false sein.</translation>
    </message>
    <message>
        <source>{0:,.1f} GB of memory, of which {1:,.1f} GB are free</source>
        <translation>{0:,.1f} GB Arbeitsspeicher, von dem {1:,.1f} GB frei sind</translation>
    </message>
    <message>
        <source>{0:,.1f} of {1:,.1f} GB free</source>
        <translation>{0:,.1f} von {1:,.1f} GB frei</translation>
    </message>
    <message>
        <source>{0} (architecture {1!r}) cannot be used: {2}</source>
        <translation>{0} (Architektur {1!r}) lässt sich nicht verwenden: {2}</translation>
    </message>
    <message>
        <source>{0} (architecture {1!r}) is {2}; choose a chat model.</source>
        <translation>{0} (Architektur {1!r}) ist {2}; wählen Sie ein Chat-Modell.</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0} ({1})</translation>
    </message>
    <message>
        <source>{0} ({1}), {2:,.1f} of {3:,.1f} GB free</source>
        <translation>{0} ({1}), {2:,.1f} von {3:,.1f} GB frei</translation>
    </message>
    <message>
        <source>{0} All {1} plainer ways to run it were tried, and ended too.</source>
        <translation>{0} Alle {1} schlichteren Weisen wurden versucht und endeten auch.</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
    </message>
    <message>
        <source>{0} cannot be deleted: {1}; end what uses it and try again.</source>
        <translation>{0} lässt sich nicht löschen: {1}; beenden Sie, was die Datei benutzt, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} cannot be read ({1}); check its permissions and its name.</source>
        <translation>{0} lässt sich nicht lesen ({1}); prüfen Sie Zugriffsrechte und Namen.</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>{0} lässt sich nicht lesen: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be written ({1}); choose another place.</source>
        <translation>{0} lässt sich nicht schreiben ({1}); wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{0} could not be used; the database says: {1}.</source>
        <translation>{0} ließ sich nicht benutzen; die Datenbank meldet: {1}.</translation>
    </message>
    <message>
        <source>{0} does not answer as the Hub does ({1}); check HF_ENDPOINT and the proxy.</source>
        <translation>{0} antwortet nicht wie der Hub ({1}); prüfen Sie HF_ENDPOINT und den Proxy.</translation>
    </message>
    <message>
        <source>{0} does not arrive ({1}); {2:,} of {3:,} bytes are kept, start it again to go on.</source>
        <translation>{0} kommt nicht an ({1}); {2:,} von {3:,} Byte bleiben, starten Sie es noch einmal, um fortzufahren.</translation>
    </message>
    <message>
        <source>{0} does not give {1} (HTTP {2}); try again later.</source>
        <translation>{0} gibt {1} nicht heraus (HTTP {2}); versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>{0} does not hold the body {1}; verify the store.</source>
        <translation>{0} enthält den Inhalt {1} nicht; prüfen Sie die Ablage.</translation>
    </message>
    <message>
        <source>{0} does not hold the list of the screen {1}; verify the store.</source>
        <translation>{0} enthält die Liste des Screenings {1} nicht; prüfen Sie die Ablage.</translation>
    </message>
    <message>
        <source>{0} does not say {1!r} as a model must; choose another file of it.</source>
        <translation>{0} nennt {1!r} nicht, wie ein Modell es muss; wählen Sie eine andere Datei davon.</translation>
    </message>
    <message>
        <source>{0} ends before its weights do: it has {1:,} bytes and needs {2:,}; download it again.</source>
        <translation>{0} endet vor den Gewichten: Die Datei hat {1:,} Bytes und braucht {2:,}; laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>{0} fields where the header has {1}: quote text with separators</source>
        <translation>{0} Felder, wo die Kopfzeile {1} hat: Text mit Trennzeichen in Anführungszeichen setzen</translation>
    </message>
    <message>
        <source>{0} has no file {1!r}; give one of the GGUF files that its page lists.</source>
        <translation>{0} hat keine Datei {1!r}; geben Sie eine der GGUF-Dateien an, die seine Seite aufführt.</translation>
    </message>
    <message>
        <source>{0} has no revision {1!r}; leave it out to take the newest.</source>
        <translation>{0} hat keine Revision {1!r}; lassen Sie sie weg, um die neueste zu nehmen.</translation>
    </message>
    <message>
        <source>{0} has several columns but none is called &apos;hypothesis&apos; (they are: {1}); name one of them so.</source>
        <translation>{0} hat mehrere Spalten, aber keine heißt &apos;hypothesis&apos; (es sind: {1}); benennen Sie eine davon so.</translation>
    </message>
    <message>
        <source>{0} has the SHA-256 {1} instead of {2}.</source>
        <translation>{0} hat den SHA-256 {1} statt {2}.</translation>
    </message>
    <message>
        <source>{0} has version {1} of GGUF, and Winnow reads 2 and 3; choose another file of the model.</source>
        <translation>{0} hat Version {1} von GGUF, und Winnow liest 2 und 3; wählen Sie eine andere Datei des Modells.</translation>
    </message>
    <message>
        <source>{0} has {1:,.1f} GB, and the Hub gives at most {2:,.0f} GB in one file; take a smaller quantisation or a split one.</source>
        <translation>{0} hat {1:,.1f} GB, und der Hub gibt höchstens {2:,.0f} GB in einer Datei heraus; nehmen Sie eine kleinere Quantisierung oder eine geteilte Datei.</translation>
    </message>
    <message>
        <source>{0} has {1:,} bytes instead of {2:,}.</source>
        <translation>{0} hat {1:,} Bytes statt {2:,}.</translation>
    </message>
    <message>
        <source>{0} has {1} models that may be meant; name one of the GGUF files that its page lists.</source>
        <translation>{0} hat {1} Modelle, die gemeint sein können; nennen Sie eine der GGUF-Dateien, die seine Seite aufführt.</translation>
    </message>
    <message>
        <source>{0} holds no usable hypothesis in {1} rows (row {2}: {3}); write one a line, or name a column &apos;hypothesis&apos;.</source>
        <translation>{0} enthält keine brauchbare Hypothese (Zeilen: {1}; Zeile {2}: {3}); schreiben Sie eine je Zeile oder nennen Sie eine Spalte &apos;hypothesis&apos;.</translation>
    </message>
    <message>
        <source>{0} holds not one usable label (row {1}: {2}); mend the column of labels.</source>
        <translation>{0} enthält keine brauchbare Einstufung (Zeile {1}: {2}); berichtigen Sie die Spalte der Einstufungen.</translation>
    </message>
    <message>
        <source>{0} is a piece of a model that was cut; join all pieces in their order into {1}.</source>
        <translation>{0} ist ein Stück eines zerschnittenen Modells; fügen Sie alle Stücke in ihrer Reihenfolge zu {1} zusammen.</translation>
    </message>
    <message>
        <source>{0} is busy and asks to be left alone for {1:,.0f} minutes; what has arrived is kept, start it again then.</source>
        <translation>{0} ist ausgelastet und will {1:,.0f} Minuten lang nicht gefragt werden; was angekommen ist, bleibt, starten Sie danach noch einmal.</translation>
    </message>
    <message>
        <source>{0} is damaged at byte {1:,} ({2}); download it again.</source>
        <translation>{0} ist bei Byte {1:,} beschädigt ({2}); laden Sie die Datei neu herunter.</translation>
    </message>
    <message>
        <source>{0} is larger than {1} MB; split it, or keep only the hypotheses.</source>
        <translation>{0} ist größer als {1} MB; teilen Sie die Liste oder behalten Sie nur die Hypothesen.</translation>
    </message>
    <message>
        <source>{0} is no list that can be read; save it as one of: {1}.</source>
        <translation>{0} ist keine lesbare Liste; speichern Sie sie in einem dieser Formate: {1}.</translation>
    </message>
    <message>
        <source>{0} is no name for a bundle; let it end with {1}.</source>
        <translation>{0} ist kein Name für ein Bündel; lassen Sie ihn auf {1} enden.</translation>
    </message>
    <message>
        <source>{0} is none of the files that Winnow writes; name one of: {1}.</source>
        <translation>{0} ist keine der Dateien, die Winnow schreibt; nennen Sie eine von: {1}.</translation>
    </message>
    <message>
        <source>{0} is not a whole model but {1}; choose the model&apos;s own file.</source>
        <translation>{0} ist kein ganzes Modell, sondern {1}; wählen Sie die Datei des Modells selbst.</translation>
    </message>
    <message>
        <source>{0} is not one token of this model, so the thinking format {1!r} cannot be enforced with it; choose another model or thinking format.</source>
        <translation>{0} ist in diesem Modell kein einzelnes Token, das Denkformat {1!r} lässt sich damit nicht durchsetzen; wählen Sie ein anderes Modell oder Denkformat.</translation>
    </message>
    <message>
        <source>{0} is not reached ({1}); check the network, the proxy and HF_ENDPOINT.</source>
        <translation>{0} ist nicht zu erreichen ({1}); prüfen Sie Netz, Proxy und HF_ENDPOINT.</translation>
    </message>
    <message>
        <source>{0} is not valid JSON ({1}); correct it there.</source>
        <translation>{0} ist kein gültiges JSON ({1}); berichtigen Sie es dort.</translation>
    </message>
    <message>
        <source>{0} is of the architecture {1!r}, which this llama.cpp does not know; choose another model.</source>
        <translation>{0} hat die Architektur {1!r}, die dieses llama.cpp nicht kennt; wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>{0} is there with other content than the Hub has at revision {1}; rename or remove it.</source>
        <translation>{0} ist mit anderem Inhalt da, als ihn der Hub in der Revision {1} hat; benennen Sie die Datei um, oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>{0} is too large a sheet (row {1}); save the list alone as .csv.</source>
        <translation>{0} ist ein zu großes Tabellenblatt (Zeile {1}); speichern Sie nur die Liste als .csv.</translation>
    </message>
    <message>
        <source>{0} is {1}; a thinking budget cannot be negative.</source>
        <translation>{0} ist {1}; ein Denkbudget kann nicht negativ sein.</translation>
    </message>
    <message>
        <source>{0} is {1}; it must be above 0 and below 1.</source>
        <translation>{0} ist {1}; es muss über 0 und unter 1 liegen.</translation>
    </message>
    <message>
        <source>{0} is {1}; it must be below 2**31, the most that llama.cpp counts.</source>
        <translation>{0} ist {1}; es muss unter 2**31 liegen, weiter zählt llama.cpp nicht.</translation>
    </message>
    <message>
        <source>{0} is {1}; it must be from 0 to below 1.</source>
        <translation>{0} ist {1}; es muss von 0 bis unter 1 sein.</translation>
    </message>
    <message>
        <source>{0} may not fit: {1} sequences of {2:,} tokens take {3}; {4}.</source>
        <translation>{0} passt vielleicht nicht: {1} Sequenzen zu {2:,} Token brauchen {3}; {4}.</translation>
    </message>
    <message>
        <source>{0} needs {1:,.1f} GB more and {2:,.1f} GB to spare, and {3} has {4:,.1f} GB free; make room, or take a smaller quantisation.</source>
        <translation>{0} braucht noch {1:,.1f} GB und {2:,.1f} GB Reserve, und {3} hat {4:,.1f} GB frei; schaffen Sie Platz, oder nehmen Sie eine kleinere Quantisierung.</translation>
    </message>
    <message>
        <source>{0} prompt tokens in one decode call were asked for; ask for {1} or more.</source>
        <translation>{0} Prompt-Token je Decode-Aufruf wurden verlangt; verlangen Sie {1} oder mehr.</translation>
    </message>
    <message>
        <source>{0} says that it is part {1} of {2}, and its name says otherwise; give it that name back.</source>
        <translation>{0} sagt von sich, Teil {1} von {2} zu sein, und der Name sagt anderes; geben Sie der Datei diesen Namen zurück.</translation>
    </message>
    <message>
        <source>{0} seeds were asked for; give 1 to {1}.</source>
        <translation>{0} Seeds wurden verlangt; geben Sie 1 bis {1} an.</translation>
    </message>
    <message>
        <source>{0} sequences at a time were asked for; ask for 1 to {1}.</source>
        <translation>{0} Sequenzen zugleich wurden verlangt; verlangen Sie 1 bis {1}.</translation>
    </message>
    <message>
        <source>{0} sequences of {1:,} tokens need {2:,.1f} GB of memory for their KV cache, and {3:,.1f} GB are free; {4}.</source>
        <translation>{0} Sequenzen mit {1:,} Token brauchen {2:,.1f} GB Speicher für ihren KV-Cache, und {3:,.1f} GB sind frei; {4}.</translation>
    </message>
    <message>
        <source>{0} stays busy ({1}); try again later.</source>
        <translation>{0} bleibt ausgelastet ({1}); versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>{0} stays idle, for this build of llama.cpp does not use it; main.py doctor says more, or run: {1}</source>
        <translation>{0} bleibt untätig, denn dieser Bau von llama.cpp benutzt sie nicht; main.py doctor sagt mehr, oder führen Sie aus: {1}</translation>
    </message>
    <message>
        <source>{0} threads were asked for; ask for 1 to {1}.</source>
        <translation>{0} Threads wurden verlangt; verlangen Sie 1 bis {1}.</translation>
    </message>
    <message>
        <source>{0} would lie outside {1}; remove the link that leads there.</source>
        <translation>{0} läge außerhalb von {1}; entfernen Sie die Verknüpfung, die dorthin führt.</translation>
    </message>
    <message>
        <source>{0} would unpack to {1} MB, above the limit of {2} MB; save the sheet with the hypotheses as .csv.</source>
        <translation>{0} wäre entpackt {1} MB groß, mehr als die erlaubten {2} MB; speichern Sie das Blatt mit den Hypothesen als .csv.</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0} {1}</translation>
    </message>
    <message>
        <source>{0}, and {1:,.1f} GB on the GPU, of which {2:,.1f} GB are free</source>
        <translation>{0}, und {1:,.1f} GB auf der GPU, von denen {2:,.1f} GB frei sind</translation>
    </message>
    <message>
        <source>{0}, llama.cpp {1}, with {2}</source>
        <translation>{0}, llama.cpp {1}, mit {2}</translation>
    </message>
    <message>
        <source>{0}, {1:,.1f} GB free</source>
        <translation>{0}, {1:,.1f} GB frei</translation>
    </message>
    <message>
        <source>{0}, {1:,} entries</source>
        <translation>{0}, {1:,} Einträge</translation>
    </message>
    <message>
        <source>{0}, {1:,} parameters</source>
        <translation>{0}, {1:,} Parameter</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>{0}: certified {1}, now {2}</source>
        <translation>{0}: zertifiziert {1}, jetzt {2}</translation>
    </message>
    <message>
        <source>{0}: llama.cpp has {1} and finds no device</source>
        <translation>{0}: llama.cpp hat {1} und findet kein Gerät</translation>
    </message>
    <message>
        <source>{0}: llama.cpp was built without {1}, so the processor does the work</source>
        <translation>{0}: llama.cpp wurde ohne {1} gebaut, darum rechnet der Prozessor</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>{0}: {1} is missing</source>
        <translation>{0}: {1} fehlt</translation>
    </message>
    <message>
        <source>{0}: {1} is not the file that was installed</source>
        <translation>{0}: {1} ist nicht die installierte Datei</translation>
    </message>
    <message>
        <source>{0}; {1}</source>
        <translation>{0}; {1}</translation>
    </message>
    <message>
        <source>{}</source>
        <translation>{}</translation>
    </message>
    <message>
        <source>{} Ctrl-C ends the run.</source>
        <translation>{} Strg-C beendet den Lauf.</translation>
    </message>
    <message>
        <source>{} Stop ends the run.</source>
        <translation>{} Stopp beendet den Lauf.</translation>
    </message>
    <message>
        <source>{} cannot be made: its folder cannot be written</source>
        <translation>{} lässt sich nicht anlegen: In den Ordner kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>{} cannot be opened; check the permissions of the file and its folder.</source>
        <translation>{} lässt sich nicht öffnen; prüfen Sie die Zugriffsrechte der Datei und ihres Ordners.</translation>
    </message>
    <message>
        <source>{} cannot be written</source>
        <translation>In {} kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>{} cannot be written; check the permissions of the file and its folder.</source>
        <translation>{} lässt sich nicht schreiben; prüfen Sie die Zugriffsrechte der Datei und ihres Ordners.</translation>
    </message>
    <message>
        <source>{} cannot grow: the disk is full and nothing of this step was written; free some space.</source>
        <translation>{} kann nicht wachsen: Der Datenträger ist voll, und von diesem Schritt wurde nichts geschrieben; schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>{} could not be read or written, and nothing of this step was written; check the disk.</source>
        <translation>{} ließ sich nicht lesen oder schreiben, und von diesem Schritt wurde nichts geschrieben; prüfen Sie den Datenträger.</translation>
    </message>
    <message>
        <source>{} does not exist; check the path.</source>
        <translation>{} gibt es nicht; prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>{} fields in a list of one column</source>
        <translation>{} Felder in einer Liste mit einer Spalte</translation>
    </message>
    <message>
        <source>{} has no labels, so nothing can be measured on it; add a column &apos;label&apos; with good or bad, or a column &apos;answer&apos; with the expected answers.</source>
        <translation>{} hat keine Einstufungen, also kann daran nichts gemessen werden; fügen Sie eine Spalte &apos;label&apos; mit good oder bad hinzu, oder eine Spalte &apos;answer&apos; mit den erwarteten Antworten.</translation>
    </message>
    <message>
        <source>{} holds no hypothesis; write one a line, or name a column &apos;hypothesis&apos;.</source>
        <translation>{} enthält keine Hypothese; schreiben Sie eine je Zeile oder nennen Sie eine Spalte &apos;hypothesis&apos;.</translation>
    </message>
    <message>
        <source>{} holds no record yet; there is nothing to read.</source>
        <translation>{} enthält noch kein Protokoll; es gibt nichts zu lesen.</translation>
    </message>
    <message>
        <source>{} holds no weights; choose a whole model.</source>
        <translation>{} enthält keine Gewichte; wählen Sie ein ganzes Modell.</translation>
    </message>
    <message>
        <source>{} is a database, but not a store of Winnow; choose another file.</source>
        <translation>{} ist eine Datenbank, aber keine Ablage von Winnow; wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>{} is a device or a pipe; give the path of a GGUF file.</source>
        <translation>{} ist ein Gerät oder eine Pipe; geben Sie den Pfad einer GGUF-Datei an.</translation>
    </message>
    <message>
        <source>{} is a folder; give the path of a GGUF file in it.</source>
        <translation>{} ist ein Ordner; geben Sie den Pfad einer GGUF-Datei darin an.</translation>
    </message>
    <message>
        <source>{} is being downloaded by another Winnow; wait for it, or stop it first.</source>
        <translation>{} wird von einem anderen Winnow heruntergeladen; warten Sie darauf, oder halten Sie es zuerst an.</translation>
    </message>
    <message>
        <source>{} is damaged or no .xlsx workbook; open it in Excel and save it again as .xlsx.</source>
        <translation>{} ist beschädigt oder keine .xlsx-Arbeitsmappe; öffnen Sie die Datei in Excel und speichern Sie sie erneut als .xlsx.</translation>
    </message>
    <message>
        <source>{} is damaged; go back to a copy of it.</source>
        <translation>{} ist beschädigt; greifen Sie auf eine Kopie zurück.</translation>
    </message>
    <message>
        <source>{} is empty; write one hypothesis a line.</source>
        <translation>{} ist leer; schreiben Sie eine Hypothese je Zeile.</translation>
    </message>
    <message>
        <source>{} is labelled good and bad; give it one label.</source>
        <translation>{} hat das Label gut und das Label schlecht; geben Sie ihm eines.</translation>
    </message>
    <message>
        <source>{} is larger than any bundle.</source>
        <translation>{} ist größer als jedes Bündel.</translation>
    </message>
    <message>
        <source>{} is locked by another program; try again when that one is done.</source>
        <translation>{} ist durch ein anderes Programm gesperrt; versuchen Sie es erneut, wenn jenes fertig ist.</translation>
    </message>
    <message>
        <source>{} is made when it is first needed</source>
        <translation>{} wird angelegt, sobald es gebraucht wird</translation>
    </message>
    <message>
        <source>{} is neither a file nor a PostgreSQL URL; give one of them.</source>
        <translation>{} ist weder eine Datei noch eine PostgreSQL-URL; geben Sie eines davon an.</translation>
    </message>
    <message>
        <source>{} is no .xlsx workbook; save the list as .xlsx or .csv.</source>
        <translation>{} ist keine .xlsx-Arbeitsmappe; speichern Sie die Liste als .xlsx oder .csv.</translation>
    </message>
    <message>
        <source>{} is no address of a proxy; give it as http://HOST:PORT or socks5://HOST:PORT, or unset it.</source>
        <translation>{} ist keine Adresse eines Proxys; geben Sie sie als http://HOST:PORT oder socks5://HOST:PORT an, oder löschen Sie sie.</translation>
    </message>
    <message>
        <source>{} is not a GGUF file; choose a model in that format.</source>
        <translation>{} ist keine GGUF-Datei; wählen Sie ein Modell in diesem Format.</translation>
    </message>
    <message>
        <source>{} is not a database; choose another file.</source>
        <translation>{} ist keine Datenbank; wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>{} is not a file; give the store a file of its own.</source>
        <translation>{} ist keine Datei; geben Sie der Ablage eine eigene Datei.</translation>
    </message>
    <message>
        <source>{} is not a file; name the list itself.</source>
        <translation>{} ist keine Datei; geben Sie die Liste selbst an.</translation>
    </message>
    <message>
        <source>{} is not a model but a web page; download the model&apos;s file itself.</source>
        <translation>{} ist kein Modell, sondern eine Webseite; laden Sie die Modelldatei selbst.</translation>
    </message>
    <message>
        <source>{} is not the file that was installed; install it again.</source>
        <translation>{} ist nicht die installierte Datei; installieren Sie das Modell neu.</translation>
    </message>
    <message>
        <source>{} is not the model but a Git LFS pointer to it; fetch the model itself with: git lfs pull</source>
        <translation>{} ist nicht das Modell, sondern ein Git-LFS-Zeiger darauf; holen Sie das Modell selbst mit: git lfs pull</translation>
    </message>
    <message>
        <source>{} is protected by a password or in the old .xls format; save it in Excel as .xlsx without a password.</source>
        <translation>{} ist durch ein Passwort geschützt oder im alten .xls-Format; speichern Sie die Liste in Excel als .xlsx ohne Passwort.</translation>
    </message>
    <message>
        <source>{} is protected by a password; save it without one.</source>
        <translation>{} ist durch ein Passwort geschützt; speichern Sie die Liste ohne Passwort.</translation>
    </message>
    <message>
        <source>{} is tested again when it is next used.</source>
        <translation>{} wird beim nächsten Gebrauch erneut getestet.</translation>
    </message>
    <message>
        <source>{} keeps changing on the Hub; try again later.</source>
        <translation>{} ändert sich auf dem Hub immer wieder; versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>{} layers were asked for on the GPU, and this build of llama.cpp uses none; main.py doctor says what to do.</source>
        <translation>{} Schichten auf der GPU wurden verlangt, und dieser Bau von llama.cpp benutzt keine; main.py doctor sagt, was zu tun ist.</translation>
    </message>
    <message>
        <source>{} models</source>
        <translation>{} Modelle</translation>
    </message>
    <message>
        <source>{} names a home folder that is not known; write the path in full.</source>
        <translation>{} nennt einen unbekannten persönlichen Ordner; schreiben Sie den Pfad aus.</translation>
    </message>
    <message>
        <source>{} was written by Winnow before its first release, and cannot be read any more; choose another file.</source>
        <translation>{} wurde von Winnow vor seiner ersten Veröffentlichung geschrieben und kann nicht mehr gelesen werden; eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>{} was written by a newer version of Winnow; update Winnow to open it.</source>
        <translation>{} wurde von einer neueren Winnow-Version geschrieben; aktualisieren Sie Winnow, um sie zu öffnen.</translation>
    </message>
    <message>
        <source>{} was written for a big-endian machine; choose a file for this one.</source>
        <translation>{} wurde für einen Big-Endian-Rechner geschrieben; wählen Sie eine Datei für diesen.</translation>
    </message>
    <message>
        <source>{} was written to while it was read; try again.</source>
        <translation>{} wurde während des Lesens beschrieben; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{}, and Winnow runs on 3.11 to 3.14</source>
        <translation>{}, und Winnow läuft mit 3.11 bis 3.14</translation>
    </message>
    <message>
        <source>{}; the CUDA toolkit (nvcc), which the command needs, is not found: install it, or take a prebuilt wheel as the README says</source>
        <translation>{}; das CUDA-Toolkit (nvcc), das der Befehl braucht, fehlt: Installieren Sie es, oder nehmen Sie ein fertiges Wheel, wie es in der README steht</translation>
    </message>
</context>
<context>
    <name>limits</name>
    <message>
        <source>Thinking time is a parameter here: you set it, measure what it buys, and hold it fixed when a result has to be reproduced. That is worth something only with these limits in mind.</source>
        <translation>Denkzeit ist hier ein Parameter: Sie stellen sie ein, messen, was sie bringt, und halten sie fest, wenn ein Ergebnis reproduziert werden soll. Das ist nur etwas wert, wenn man diese Grenzen im Blick behält.</translation>
    </message>
    <message>
        <source>The published gains of budget forcing are on competition mathematics, the friendliest terrain there is. Whether they carry over to your hypotheses is to be measured on your own work.</source>
        <translation>Die veröffentlichten Gewinne durch Budget Forcing stammen aus der Wettbewerbsmathematik, dem günstigsten Gelände, das es gibt. Ob sie sich auf Ihre Hypothesen übertragen, ist an Ihrer eigenen Arbeit zu messen.</translation>
    </message>
    <message>
        <source>The dial has a top end. In the paper more Waits stop helping at about six, and the model begins to loop.</source>
        <translation>Der Regler hat ein oberes Ende. In der Veröffentlichung helfen weitere Waits ab etwa sechs nicht mehr, und das Modell beginnt, sich im Kreis zu drehen.</translation>
    </message>
    <message>
        <source>Its step from 50.0 to 56.7 % on AIME24 is two problems of thirty; the 95 % intervals are 33 to 67 and 39 to 73 %. Ask of any accuracy its n and its interval.</source>
        <translation>Der dortige Schritt von 50,0 auf 56,7 % bei AIME24 sind zwei von dreißig Aufgaben; die 95-%-Intervalle reichen von 33 bis 67 und von 39 bis 73 %. Fragen Sie bei jeder Trefferquote nach n und Intervall.</translation>
    </message>
    <message>
        <source>s1&apos;s traces were distilled from a stronger model. A budget brings out what was learnt; it adds no knowledge.</source>
        <translation>Die Gedankengänge von s1 wurden aus einem stärkeren Modell destilliert. Ein Budget bringt hervor, was gelernt wurde; es fügt kein Wissen hinzu.</translation>
    </message>
    <message>
        <source>A verdict is a model&apos;s opinion, not a statistical test, and P(advance) is the probability that the model gives to a word.</source>
        <translation>Ein Urteil ist die Meinung eines Modells, kein statistischer Test, und P(advance) ist die Wahrscheinlichkeit, die das Modell einem Wort gibt.</translation>
    </message>
    <message>
        <source>“Exact” means that equal requests give equal tokens on this machine, this build and this model file, whatever runs beside them. It does not hold across machines.</source>
        <translation>„Exakt“ heißt, dass gleiche Anfragen auf diesem Rechner, mit diesem Build und dieser Modelldatei gleiche Token ergeben, was auch immer nebenher läuft. Über Rechner hinweg gilt es nicht.</translation>
    </message>
</context>
<context>
    <name>live</name>
    <message>
        <source>Cut short</source>
        <translation>Vorzeitig beendet</translation>
    </message>
    <message>
        <source>Reading the prompt, {0} tokens, {1}</source>
        <translation>Liest den Prompt, {0} Token, {1}</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>Antwortet</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Denkt</translation>
    </message>
    <message>
        <source>, last one {0} ago</source>
        <translation>, das letzte vor {0}</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>{0} GB</source>
        <translation>{0} GB</translation>
    </message>
    <message>
        <source>{0} MB</source>
        <translation>{0} MB</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch unbekannt</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>with less</source>
        <translation>mit weniger</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>{0}, a guess</source>
        <translation>{0}, geraten</translation>
    </message>
    <message>
        <source>Architecture: {0}. Thinking format: {1}; a budget can be enforced.</source>
        <translation>Architektur: {0}. Denkformat: {1}; ein Budget lässt sich durchsetzen.</translation>
    </message>
    <message>
        <source>Architecture: {0}. Thinking format: {1}, which is a guess.</source>
        <translation>Architektur: {0}. Denkformat: {1}, das geraten ist.</translation>
    </message>
    <message>
        <source>{0} of memory are free, and {1} of the GPU&apos;s.</source>
        <translation>{0} Arbeitsspeicher sind frei und {1} Speicher der GPU.</translation>
    </message>
    <message>
        <source>{0} of memory are free; there is no GPU that llama.cpp can use.</source>
        <translation>{0} Arbeitsspeicher sind frei; es gibt keine GPU, die llama.cpp nutzen kann.</translation>
    </message>
    <message>
        <source>Its weights alone need more memory than is free.</source>
        <translation>Allein seine Gewichte brauchen mehr Speicher, als frei ist.</translation>
    </message>
    <message>
        <source>Its dimensions are known once it is here; then it is said whether it fits.</source>
        <translation>Seine Maße sind bekannt, sobald es hier ist; dann steht hier, ob es passt.</translation>
    </message>
    <message>
        <source>It takes {0} of memory and {1} of the GPU&apos;s, for {2}.</source>
        <translation>Es braucht {0} Arbeitsspeicher und {1} Speicher der GPU, für {2}.</translation>
    </message>
    <message>
        <source>It takes {0} of memory for {1}.</source>
        <translation>Es braucht {0} Arbeitsspeicher für {1}.</translation>
    </message>
    <message>
        <source>No setting of it fits this machine&apos;s free memory.</source>
        <translation>Keine Einstellung passt in den freien Speicher dieses Rechners.</translation>
    </message>
    <message>
        <source>That is more than is free; this fits: {0}.</source>
        <translation>Das ist mehr, als frei ist; es passt: {0}.</translation>
    </message>
    <message>
        <source>, with a {0} cache</source>
        <translation>, mit {0}-Cache</translation>
    </message>
    <message>
        <source>Reading: {0} of {1}</source>
        <translation>Wird gelesen: {0} von {1}</translation>
    </message>
    <message>
        <source>Checking what is here: {0} of {1}</source>
        <translation>Was schon hier ist, wird geprüft: {0} von {1}</translation>
    </message>
    <message>
        <source>Waiting as the server asks: {0} left</source>
        <translation>Warten, wie der Server es verlangt: noch {0}</translation>
    </message>
    <message>
        <source>Downloading: {0} of {1}</source>
        <translation>Wird heruntergeladen: {0} von {1}</translation>
    </message>
    <message>
        <source>, {0} MB/s</source>
        <translation>, {0} MB/s</translation>
    </message>
    <message>
        <source>, {0} left</source>
        <translation>, noch {0}</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>advance</source>
        <translation>weiter</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>verwerfen</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>identical</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>abgewichen</translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>nicht vergleichbar</translation>
    </message>
    <message>
        <source>Triage</source>
        <translation>Triage</translation>
    </message>
    <message>
        <source>Deep pass</source>
        <translation>Tiefenlauf</translation>
    </message>
    <message>
        <source>ended by itself</source>
        <translation>von selbst beendet</translation>
    </message>
    <message>
        <source>ended by budget</source>
        <translation>durch das Budget beendet</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>Loading the model, {0}</source>
        <translation>Modell wird geladen, {0}</translation>
    </message>
    <message>
        <source>Testing whether sequences side by side change a token, {0} of {1}</source>
        <translation>Es wird getestet, ob Sequenzen nebeneinander ein Token ändern, {0} von {1}</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0} min {1} s</source>
        <translation>{0} min {1} s</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} h {1} min</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>model&apos;s digest</source>
        <translation>Prüfsumme des Modells</translation>
    </message>
    <message>
        <source>thinking format</source>
        <translation>Denkformat</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>P(advance) to survive</source>
        <translation>P(advance) zum Weiterkommen</translation>
    </message>
    <message>
        <source>unsure survives</source>
        <translation>Unsichere kommen weiter</translation>
    </message>
    <message>
        <source>share of the rejects that is audited</source>
        <translation>geprüfter Anteil der Abgelehnten</translation>
    </message>
    <message>
        <source>deep pass goes on from the triage trace</source>
        <translation>Tiefenlauf setzt die Triage-Spur fort</translation>
    </message>
    <message>
        <source>budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>least thinking</source>
        <translation>Mindestdenkzeit</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Waits</translation>
    </message>
    <message>
        <source>Wait text</source>
        <translation>Wait-Text</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>prompt&apos;s version</source>
        <translation>Version des Prompts</translation>
    </message>
    <message>
        <source>prompt&apos;s digest</source>
        <translation>Prüfsumme des Prompts</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>min-p</source>
        <translation>Min-p</translation>
    </message>
</context>
</TS>
