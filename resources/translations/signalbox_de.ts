<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>CoreText</name>
    <message>
        <source>%1 tool calls wait for an answer</source>
        <translation>%1 Werkzeugaufrufe warten auf eine Antwort</translation>
    </message>
    <message>
        <source>tool call %1 is open</source>
        <translation>Werkzeugaufruf %1 ist offen</translation>
    </message>
    <message>
        <source>technical failure %1 of this attempt</source>
        <translation>technischer Fehler %1 dieses Anlaufs</translation>
    </message>
    <message>
        <source>%1, attempt %2</source>
        <translation>%1, Anlauf %2</translation>
    </message>
    <message>
        <source>machine %1 is leased</source>
        <translation>Maschine %1 ist vergeben</translation>
    </message>
    <message>
        <source>%1: waiting for a machine</source>
        <translation>%1: wartet auf eine Maschine</translation>
    </message>
    <message>
        <source>no machine is leased yet</source>
        <translation>noch keine Maschine ist vergeben</translation>
    </message>
    <message>
        <source>the core works on it</source>
        <translation>der Kern arbeitet daran</translation>
    </message>
    <message>
        <source>the task finished</source>
        <translation>die Aufgabe ist zu Ende</translation>
    </message>
    <message>
        <source>pull request made</source>
        <translation>Pull-Request erstellt</translation>
    </message>
    <message>
        <source>being checked before anything is spent</source>
        <translation>wird geprüft, bevor etwas verbraucht wird</translation>
    </message>
    <message>
        <source>submitted, not yet admitted</source>
        <translation>eingereicht, noch nicht zugelassen</translation>
    </message>
    <message>
        <source>%1 of %2 approvals</source>
        <translation>%1 von %2 Zustimmungen</translation>
    </message>
    <message>
        <source>approval %1 is open</source>
        <translation>Entscheidung %1 ist offen</translation>
    </message>
    <message>
        <source>the task is parked</source>
        <translation>die Aufgabe ist angehalten</translation>
    </message>
    <message>
        <source>undoing what was done: %1</source>
        <translation>macht rückgängig, was getan war: %1</translation>
    </message>
    <message>
        <source>compensation is under way</source>
        <translation>das Rückgängigmachen läuft</translation>
    </message>
    <message>
        <source>tearing down</source>
        <translation>wird abgebaut</translation>
    </message>
    <message>
        <source>teardown is under way</source>
        <translation>der Abbau läuft</translation>
    </message>
    <message>
        <source>admitted on %1 at %2</source>
        <translation>zugelassen auf %1 bei %2</translation>
    </message>
    <message>
        <source>%1 attempts have not brought any work</source>
        <translation>%1 Anläufe haben keine Arbeit gebracht</translation>
    </message>
    <message>
        <source>the same work (tree %1) has come to %2 %3 times</source>
        <translation>dieselbe Arbeit (Baum %1) kam %3-mal zu %2</translation>
    </message>
    <message>
        <source>the work goes to and fro between two trees, %1 and %2</source>
        <translation>die Arbeit pendelt zwischen zwei Bäumen, %1 und %2</translation>
    </message>
    <message>
        <source>%1 has found exactly the same %2 times</source>
        <translation>%1 hat genau dasselbe %2-mal gefunden</translation>
    </message>
    <message>
        <source>%1 is not owed (any more)</source>
        <translation>%1 ist nicht (mehr) geschuldet</translation>
    </message>
    <message>
        <source>published as %1</source>
        <translation>veröffentlicht als %1</translation>
    </message>
    <message>
        <source>nothing approved covers the present tree, evidence and blueprint</source>
        <translation>keine Zustimmung deckt den jetzigen Baum, die Nachweise und den Ablauf</translation>
    </message>
    <message>
        <source>its attempt ended</source>
        <translation>sein Anlauf ist zu Ende</translation>
    </message>
    <message>
        <source>routed back %1 times, which is the limit; last: %2</source>
        <translation>%1-mal zurückgeschickt, das ist die Grenze; zuletzt: %2</translation>
    </message>
    <message>
        <source>not sent back once more, since %1; last: %2</source>
        <translation>nicht noch einmal zurückgeschickt, denn %1; zuletzt: %2</translation>
    </message>
    <message>
        <source>its machine failed</source>
        <translation>seine Maschine ist ausgefallen</translation>
    </message>
    <message>
        <source>(no answer: %1)</source>
        <translation>(keine Antwort: %1)</translation>
    </message>
    <message>
        <source>%1: technical failure: %2</source>
        <translation>%1: technischer Fehler: %2</translation>
    </message>
    <message>
        <source>task %1 has finished</source>
        <translation>Aufgabe %1 ist zu Ende</translation>
    </message>
    <message>
        <source>task %1 is ending already</source>
        <translation>Aufgabe %1 endet schon</translation>
    </message>
    <message>
        <source>cancelled by %1</source>
        <translation>abgebrochen von %1</translation>
    </message>
    <message>
        <source>cancelled by %1: %2</source>
        <translation>abgebrochen von %1: %2</translation>
    </message>
    <message>
        <source>cancelled in the console</source>
        <translation>in der Konsole abgebrochen</translation>
    </message>
    <message>
        <source>nobody decided in time</source>
        <translation>niemand hat rechtzeitig entschieden</translation>
    </message>
    <message>
        <source>nobody answered in time</source>
        <translation>niemand hat rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>approval %1 expired</source>
        <translation>Entscheidung %1 ist verfallen</translation>
    </message>
    <message>
        <source>the task&apos;s wall time of %1 is used up</source>
        <translation>die Laufzeit der Aufgabe von %1 ist verbraucht</translation>
    </message>
    <message>
        <source>rejected by %1</source>
        <translation>abgelehnt von %1</translation>
    </message>
    <message>
        <source>approved by %1</source>
        <translation>Zustimmung von %1</translation>
    </message>
    <message>
        <source>approval %1 is %2, not open</source>
        <translation>Entscheidung %1 ist %2, nicht offen</translation>
    </message>
    <message>
        <source>approval %1 is not open</source>
        <translation>Entscheidung %1 ist nicht offen</translation>
    </message>
    <message>
        <source>%1 is not an approver</source>
        <translation>%1 darf nicht entscheiden</translation>
    </message>
    <message>
        <source>approval %1 asks %2, and not %3</source>
        <translation>Entscheidung %1 fragt %2 und nicht %3</translation>
    </message>
    <message>
        <source>one of them decides, or delegates it: signalboxctl approval delegate</source>
        <translation>einer davon entscheidet oder überträgt es: signalboxctl approval delegate</translation>
    </message>
    <message>
        <source>what you looked at is not what stands now: the approval binds tree %1 with evidence %2</source>
        <translation>was Sie ansahen, ist nicht, was jetzt gilt: die Entscheidung bindet Baum %1 mit Nachweisen %2</translation>
    </message>
    <message>
        <source>look at the approval again, then decide</source>
        <translation>noch einmal ansehen, dann entscheiden</translation>
    </message>
    <message>
        <source>%1 has already decided on approval %2</source>
        <translation>%1 hat über %2 schon entschieden</translation>
    </message>
    <message>
        <source>%1 distinct people are needed</source>
        <translation>%1 verschiedene Menschen sind nötig</translation>
    </message>
    <message>
        <source>a rejection needs feedback</source>
        <translation>eine Ablehnung braucht eine Rückmeldung</translation>
    </message>
    <message>
        <source>say what must change; it goes to the agent</source>
        <translation>sagen, was anders werden muss; es geht an den Agenten</translation>
    </message>
    <message>
        <source>the question is empty</source>
        <translation>die Frage ist leer</translation>
    </message>
    <message>
        <source>task %1 is not parked</source>
        <translation>Aufgabe %1 ist nicht angehalten</translation>
    </message>
    <message>
        <source>only a task that waits for a person can be sent on again</source>
        <translation>nur eine Aufgabe, die auf einen Menschen wartet, kann weitergeschickt werden</translation>
    </message>
    <message>
        <source>task %1 has no step &quot;%2&quot; to go on from</source>
        <translation>Aufgabe %1 hat keinen Schritt „%2“, von dem es weitergehen könnte</translation>
    </message>
    <message>
        <source>step &quot;%1&quot; lies ahead; going on from it would skip steps</source>
        <translation>Schritt „%1“ liegt voraus; von dort weiterzugehen ließe Schritte aus</translation>
    </message>
    <message>
        <source>retry at &quot;%1&quot; or earlier</source>
        <translation>bei „%1“ oder früher neu beginnen</translation>
    </message>
    <message>
        <source>a budget is raised by tokens, by US dollars or by both</source>
        <translation>ein Budget wird um Tokens, um US-Dollar oder um beides erhöht</translation>
    </message>
    <message>
        <source>at most a million million tokens and 100,000 US dollars at a time</source>
        <translation>höchstens eine Billion Tokens und 100.000 US-Dollar auf einmal</translation>
    </message>
    <message>
        <source>task %1 is over; a budget is of no use to it</source>
        <translation>Aufgabe %1 ist vorbei; ein Budget nützt ihr nichts</translation>
    </message>
    <message>
        <source>task %1 has no dead letter %2</source>
        <translation>Aufgabe %1 hat keinen unzustellbaren Auftrag %2</translation>
    </message>
    <message>
        <source>dead letter %1 of task %2 is %3, not open</source>
        <translation>unzustellbarer Auftrag %1 der Aufgabe %2 ist %3, nicht offen</translation>
    </message>
    <message>
        <source>task %1 is still ending</source>
        <translation>Aufgabe %1 endet noch</translation>
    </message>
    <message>
        <source>replay it when the task has finished</source>
        <translation>nach dem Ende der Aufgabe wiederholen</translation>
    </message>
    <message>
        <source>%1 has not delegated approval %2 to %3</source>
        <translation>%1 hat die Entscheidung %2 nicht an %3 übertragen</translation>
    </message>
    <message>
        <source>signalboxctl approval delegations tells who did</source>
        <translation>signalboxctl approval delegations sagt, wer es tat</translation>
    </message>
    <message>
        <source>%1 is no approver any more, so nobody is in their name</source>
        <translation>%1 darf nicht mehr entscheiden, also auch niemand in dessen Namen</translation>
    </message>
    <message>
        <source>a decision is delegated to somebody else</source>
        <translation>eine Entscheidung wird an jemand anderen übertragen</translation>
    </message>
    <message>
        <source>%1 is no approver here, and cannot decide for anybody</source>
        <translation>%1 darf hier nicht entscheiden, auch für niemanden sonst</translation>
    </message>
    <message>
        <source>an admin makes somebody one: signalboxctl people roles NAME approver</source>
        <translation>ein Admin gibt das Recht: signalboxctl people roles NAME approver</translation>
    </message>
    <message>
        <source>a delegation ends later than now, and within a year</source>
        <translation>eine Übertragung endet später als jetzt und binnen eines Jahres</translation>
    </message>
    <message>
        <source>every decision is delegated for a time only</source>
        <translation>alle Entscheidungen werden nur auf Zeit übertragen</translation>
    </message>
    <message>
        <source>say for how long, or which approval</source>
        <translation>sagen, wie lange oder welche Entscheidung</translation>
    </message>
    <message>
        <source>approval %1 does not ask %2</source>
        <translation>Entscheidung %1 fragt %2 nicht</translation>
    </message>
    <message>
        <source>there are %1 delegations</source>
        <translation>es gibt %1 Übertragungen</translation>
    </message>
    <message>
        <source>revoke some of them first</source>
        <translation>zuerst einige zurücknehmen</translation>
    </message>
    <message>
        <source>there is no delegation %1</source>
        <translation>es gibt keine Übertragung %1</translation>
    </message>
    <message>
        <source>delegation %1 is neither from nor to %2</source>
        <translation>Übertragung %1 ist weder von noch an %2</translation>
    </message>
    <message>
        <source>this needs the role %1, and %2 is %3</source>
        <translation>das braucht die Rolle %1, und %2 hat: %3</translation>
    </message>
    <message>
        <source>an admin gives it: signalboxctl people roles %1 %2</source>
        <translation>ein Admin gibt sie: signalboxctl people roles %1 %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no role</source>
        <translation>„%1“ ist keine Rolle</translation>
    </message>
    <message>
        <source>viewer, operator, approver or admin, or several of them</source>
        <translation>viewer, operator, approver oder admin, oder mehrere davon</translation>
    </message>
    <message>
        <source>a person has at least one role</source>
        <translation>ein Mensch hat mindestens eine Rolle</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither a person nor a role</source>
        <translation>„%1“ ist weder Mensch noch Rolle</translation>
    </message>
    <message>
        <source>write a name, or role:approver or role:admin</source>
        <translation>einen Namen schreiben, oder role:approver oder role:admin</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no name for a repository</source>
        <translation>„%1“ ist kein Name für ein Repository</translation>
    </message>
    <message>
        <source>use letters, digits, &apos;.&apos;, &apos;_&apos;, &apos;-&apos; and &apos;/&apos;, at most 100</source>
        <translation>Buchstaben, Ziffern, &apos;.&apos;, &apos;_&apos;, &apos;-&apos; und &apos;/&apos; verwenden, höchstens 100</translation>
    </message>
    <message>
        <source>the repository %1 has a URL, branch or blueprint that cannot be</source>
        <translation>das Repository %1 hat eine unmögliche URL, Branch oder Ablauf</translation>
    </message>
    <message>
        <source>they are one line each, of at most 2000 characters</source>
        <translation>sie sind je eine Zeile von höchstens 2000 Zeichen</translation>
    </message>
    <message>
        <source>the repository %1 has no URL</source>
        <translation>das Repository %1 hat keine URL</translation>
    </message>
    <message>
        <source>a repository named %1 exists, with URL %2</source>
        <translation>ein Repository namens %1 gibt es schon, mit URL %2</translation>
    </message>
    <message>
        <source>remove it first, or choose another name</source>
        <translation>zuerst entfernen oder einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>no repository is named %1</source>
        <translation>kein Repository heißt %1</translation>
    </message>
    <message>
        <source>no repository is named &quot;%1&quot;</source>
        <translation>kein Repository heißt „%1“</translation>
    </message>
    <message>
        <source>task %1 still works on %2</source>
        <translation>Aufgabe %1 arbeitet noch an %2</translation>
    </message>
    <message>
        <source>wait for it or cancel it first</source>
        <translation>darauf warten oder zuerst abbrechen</translation>
    </message>
    <message>
        <source>%1 tasks are not over, and no more than %2 may be</source>
        <translation>%1 Aufgaben sind nicht zu Ende, und mehr als %2 dürfen es nicht sein</translation>
    </message>
    <message>
        <source>decide, retry or cancel some of them, or start the core with a larger --open-tasks</source>
        <translation>einige entscheiden, weiterschicken oder abbrechen, oder den Kern mit größerem --open-tasks starten</translation>
    </message>
    <message>
        <source>%1 tasks wait or are worked on, and the queue holds %2</source>
        <translation>%1 Aufgaben warten oder sind in Arbeit, und die Schlange fasst %2</translation>
    </message>
    <message>
        <source>try again when some of them are done, or start the core with a larger --queued-tasks</source>
        <translation>später noch einmal versuchen oder den Kern mit größerem --queued-tasks starten</translation>
    </message>
    <message>
        <source>add it with: signalboxctl repo add NAME URL</source>
        <translation>hinzufügen mit: signalboxctl repo add NAME URL</translation>
    </message>
    <message>
        <source>there is no task %1</source>
        <translation>es gibt keine Aufgabe %1</translation>
    </message>
    <message>
        <source>there is no approval %1</source>
        <translation>es gibt keine Entscheidung %1</translation>
    </message>
    <message>
        <source>no tool call %1 waits for an answer (any more)</source>
        <translation>kein Werkzeugaufruf %1 wartet (mehr) auf eine Antwort</translation>
    </message>
    <message>
        <source>signalboxctl approval list tells what does</source>
        <translation>signalboxctl approval list sagt, was wartet</translation>
    </message>
    <message>
        <source>attempt %1 of step &quot;%2&quot; does not run</source>
        <translation>Anlauf %1 des Schritts „%2“ läuft nicht</translation>
    </message>
    <message>
        <source>the tool call %1 is %2, not open</source>
        <translation>der Werkzeugaufruf %1 ist %2, nicht offen</translation>
    </message>
    <message>
        <source>what you looked at is not what is asked: tool call %1 is the action %2</source>
        <translation>was Sie ansahen, ist nicht, was gefragt ist: Werkzeugaufruf %1 ist die Handlung %2</translation>
    </message>
    <message>
        <source>look at it again, then decide</source>
        <translation>noch einmal ansehen, dann entscheiden</translation>
    </message>
    <message>
        <source>%1 is longer than %2 characters</source>
        <translation>%1 ist länger als %2 Zeichen</translation>
    </message>
    <message>
        <source>shorten it; what is long belongs into a file of the repository</source>
        <translation>kürzen; was lang ist, gehört in eine Datei des Repositorys</translation>
    </message>
    <message>
        <source>%1 holds the character %2, which does not show</source>
        <translation>%1 enthält das Zeichen %2, das man nicht sieht</translation>
    </message>
    <message>
        <source>write it as one line of plain text</source>
        <translation>als eine Zeile einfachen Text schreiben</translation>
    </message>
    <message>
        <source>write it as plain text, with line ends and tabs only</source>
        <translation>als einfachen Text schreiben, nur mit Zeilenenden und Tabulatoren</translation>
    </message>
    <message>
        <source>there are %1 acceptance criteria</source>
        <translation>es gibt %1 Abnahmekriterien</translation>
    </message>
    <message>
        <source>name at most %1; several tasks are easier to judge</source>
        <translation>höchstens %1 nennen; mehrere Aufgaben sind leichter zu beurteilen</translation>
    </message>
    <message>
        <source>acceptance criterion %1</source>
        <translation>Abnahmekriterium %1</translation>
    </message>
    <message>
        <source>leave it out</source>
        <translation>weglassen</translation>
    </message>
    <message>
        <source>the task has no title</source>
        <translation>die Aufgabe hat keinen Titel</translation>
    </message>
    <message>
        <source>give it one of 1 to %1 characters</source>
        <translation>einen von 1 bis %1 Zeichen geben</translation>
    </message>
    <message>
        <source>the title</source>
        <translation>der Titel</translation>
    </message>
    <message>
        <source>the task&apos;s text</source>
        <translation>der Text der Aufgabe</translation>
    </message>
    <message>
        <source>the agent&apos;s command</source>
        <translation>der Befehl des Agenten</translation>
    </message>
    <message>
        <source>the blueprint&apos;s name</source>
        <translation>der Name des Ablaufs</translation>
    </message>
    <message>
        <source>the idempotency key</source>
        <translation>der Idempotenzschlüssel</translation>
    </message>
    <message>
        <source>the reason</source>
        <translation>der Grund</translation>
    </message>
    <message>
        <source>the feedback</source>
        <translation>die Rückmeldung</translation>
    </message>
    <message>
        <source>the comment</source>
        <translation>der Kommentar</translation>
    </message>
    <message>
        <source>the question</source>
        <translation>die Frage</translation>
    </message>
    <message>
        <source>a priority of %1 is out of range</source>
        <translation>eine Priorität von %1 liegt außerhalb des Bereichs</translation>
    </message>
    <message>
        <source>give one from -%1 to %1; 0 is usual, higher goes first</source>
        <translation>eine von -%1 bis %1 geben; 0 ist üblich, höher kommt zuerst</translation>
    </message>
    <message>
        <source>repository %1</source>
        <translation>Repository %1</translation>
    </message>
    <message>
        <source>repository %1 has no branch %2</source>
        <translation>Repository %1 hat keinen Branch %2</translation>
    </message>
    <message>
        <source>register the repository with the branch that pull requests go to</source>
        <translation>das Repository mit dem Branch registrieren, zu dem Pull-Requests gehen</translation>
    </message>
    <message>
        <source>no blueprint: %1 has no %2 and none was named</source>
        <translation>kein Ablauf: %1 hat kein %2, und keiner wurde genannt</translation>
    </message>
    <message>
        <source>commit one, name a shipped one (%1), or register one with the repository</source>
        <translation>einen committen, einen mitgelieferten nennen (%1) oder einen mit dem Repository registrieren</translation>
    </message>
    <message>
        <source>begin with a shipped one (%1), and commit it as %2</source>
        <translation>mit einem mitgelieferten beginnen (%1) und ihn als %2 committen</translation>
    </message>
    <message>
        <source>blueprint of %1</source>
        <translation>Ablauf von %1</translation>
    </message>
    <message>
        <source>kept by the core for %1</source>
        <translation>vom Kern für %1 verwahrt</translation>
    </message>
    <message>
        <source>nobody is named to do the work: step &quot;%1&quot; of blueprint %2 has no command</source>
        <translation>niemand ist genannt, der die Arbeit tut: Schritt „%1“ des Ablaufs %2 hat keinen Befehl</translation>
    </message>
    <message>
        <source>name an agent (--agent @claude) or a command with the task, or in the blueprint (run)</source>
        <translation>einen Agenten (--agent @claude) oder einen Befehl mit der Aufgabe oder im Ablauf (run) nennen</translation>
    </message>
    <message>
        <source>%1 asks for a machine with %2 %3, and the core gives at most %4</source>
        <translation>%1 verlangt eine Maschine mit %2 %3, und der Kern gibt höchstens %4</translation>
    </message>
    <message>
        <source>ask for less in the blueprint, or start the core on a larger host or with other limits for machines</source>
        <translation>im Ablauf weniger verlangen oder den Kern auf größerem Rechner oder mit anderen Grenzen starten</translation>
    </message>
    <message>
        <source>processors</source>
        <translation>Prozessoren</translation>
    </message>
    <message>
        <source>MiB of memory</source>
        <translation>MiB Speicher</translation>
    </message>
    <message>
        <source>MiB of disk</source>
        <translation>MiB Platte</translation>
    </message>
    <message>
        <source>blueprint %1</source>
        <translation>Ablauf %1</translation>
    </message>
    <message>
        <source>step &quot;%1&quot; of blueprint %2</source>
        <translation>Schritt „%1“ des Ablaufs %2</translation>
    </message>
    <message>
        <source>repositories at %1 may not be worked on here</source>
        <translation>an Repositories bei %1 darf hier nicht gearbeitet werden</translation>
    </message>
    <message>
        <source>this core works on: %1</source>
        <translation>dieser Kern arbeitet an: %1</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>Exit-Code %1</translation>
    </message>
    <message>
        <source>killed by signal %1</source>
        <translation>durch Signal %1 beendet</translation>
    </message>
    <message>
        <source>stopped after its time limit, at %1</source>
        <translation>nach seiner Zeitgrenze angehalten, bei %1</translation>
    </message>
    <message>
        <source>stopped because it wrote too much (%1 bytes)</source>
        <translation>angehalten, weil er zu viel schrieb (%1 Bytes)</translation>
    </message>
    <message>
        <source>the command was %1</source>
        <translation>der Befehl wurde %1</translation>
    </message>
    <message>
        <source>the command did not end in time; its last output:</source>
        <translation>der Befehl endete nicht rechtzeitig; seine letzte Ausgabe:</translation>
    </message>
    <message>
        <source>the command wrote too much; its last output:</source>
        <translation>der Befehl schrieb zu viel; seine letzte Ausgabe:</translation>
    </message>
    <message>
        <source>(the command wrote no output)</source>
        <translation>(der Befehl schrieb nichts)</translation>
    </message>
    <message>
        <source>there are more findings of this kind; they are not listed</source>
        <translation>es gibt mehr Befunde dieser Art; sie sind nicht aufgeführt</translation>
    </message>
    <message>
        <source>the end of the command&apos;s output:</source>
        <translation>das Ende der Ausgabe des Befehls:</translation>
    </message>
    <message>
        <source>the end of its output:</source>
        <translation>das Ende seiner Ausgabe:</translation>
    </message>
    <message>
        <source>it compiles</source>
        <translation>es kompiliert</translation>
    </message>
    <message>
        <source>it does not compile: %1</source>
        <translation>es kompiliert nicht: %1</translation>
    </message>
    <message>
        <source>the linter finds nothing wrong</source>
        <translation>der Linter findet nichts</translation>
    </message>
    <message>
        <source>the linter objects: %1</source>
        <translation>der Linter beanstandet: %1</translation>
    </message>
    <message>
        <source>%1 warning</source>
        <translation>%1 Warnung</translation>
    </message>
    <message>
        <source>%1 warnings</source>
        <translation>%1 Warnungen</translation>
    </message>
    <message>
        <source>%1 error</source>
        <translation>%1 Fehler</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>%1 Fehler</translation>
    </message>
    <message>
        <source>%1 of %2 lines are not run by any test</source>
        <translation>%1 von %2 Zeilen führt kein Test aus</translation>
    </message>
    <message>
        <source>the command that measures coverage failed: %1</source>
        <translation>der Befehl, der die Abdeckung misst, schlug fehl: %1</translation>
    </message>
    <message>
        <source>coverage is not known: %1</source>
        <translation>die Abdeckung ist nicht bekannt: %1</translation>
    </message>
    <message>
        <source>%1 % of %2 lines are covered, at least %3 % are asked for</source>
        <translation>%1 % von %2 Zeilen sind abgedeckt, mindestens %3 % sind verlangt</translation>
    </message>
    <message>
        <source>the command wrote no report</source>
        <translation>der Befehl schrieb keinen Bericht</translation>
    </message>
    <message>
        <source>the blueprint names no report for this gate</source>
        <translation>der Ablauf nennt keinen Bericht für diese Prüfung</translation>
    </message>
    <message>
        <source>the blueprint&apos;s path rules cannot be read: %1</source>
        <translation>die Pfadregeln des Ablaufs sind nicht lesbar: %1</translation>
    </message>
    <message>
        <source>the change is empty: no file differs from the base</source>
        <translation>die Änderung ist leer: keine Datei weicht von der Basis ab</translation>
    </message>
    <message>
        <source>%1, but it defines the gates and can only be changed on the base</source>
        <translation>%1, aber es bestimmt die Prüfungen und kann nur auf der Basis geändert werden</translation>
    </message>
    <message>
        <source>%1, but it is protected by the blueprint</source>
        <translation>%1, aber vom Ablauf geschützt</translation>
    </message>
    <message>
        <source>%1, but it is outside of the allowed paths (%2)</source>
        <translation>%1, aber außerhalb der erlaubten Pfade (%2)</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>modified</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>umbenannt</translation>
    </message>
    <message>
        <source>%1 changed, all within the allowed paths</source>
        <translation>%1 geändert, alle in erlaubten Pfaden</translation>
    </message>
    <message>
        <source>%1 that the change may not touch</source>
        <translation>%1, die die Änderung nicht berühren darf</translation>
    </message>
    <message>
        <source>%1 file</source>
        <translation>%1 Datei</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 Dateien</translation>
    </message>
    <message>
        <source>%1 path</source>
        <translation>%1 Pfad</translation>
    </message>
    <message>
        <source>%1 paths</source>
        <translation>%1 Pfade</translation>
    </message>
    <message>
        <source>the pull-request description is missing or empty</source>
        <translation>die Beschreibung des Pull-Requests fehlt oder ist leer</translation>
    </message>
    <message>
        <source>the pull-request description is longer than %1 characters</source>
        <translation>die Beschreibung des Pull-Requests ist länger als %1 Zeichen</translation>
    </message>
    <message>
        <source>there is no description</source>
        <translation>es gibt keine Beschreibung</translation>
    </message>
    <message>
        <source>section &quot;%1&quot;: %2</source>
        <translation>Abschnitt „%1“: %2</translation>
    </message>
    <message>
        <source>it is missing</source>
        <translation>er fehlt</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>er ist leer</translation>
    </message>
    <message>
        <source>&quot;%1&quot; says nothing</source>
        <translation>„%1“ sagt nichts</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is too short to help a reviewer</source>
        <translation>„%1“ ist zu kurz, um zu helfen</translation>
    </message>
    <message>
        <source>the description says what, why, how to verify and how to roll back</source>
        <translation>die Beschreibung sagt, was, warum, wie zu prüfen und wie zurückzunehmen ist</translation>
    </message>
    <message>
        <source>the description lacks %1 of its 4 sections</source>
        <translation>der Beschreibung fehlen %1 von 4 Abschnitten</translation>
    </message>
    <message>
        <source>there is no usable test report: %1</source>
        <translation>es gibt keinen brauchbaren Testbericht: %1</translation>
    </message>
    <message>
        <source>%1; the command ended with %2. The end of its output:</source>
        <translation>%1; der Befehl endete mit %2. Das Ende seiner Ausgabe:</translation>
    </message>
    <message>
        <source>no baseline: the tests of the base could not be judged: %1</source>
        <translation>keine Vergleichsbasis: die Tests der Basis waren nicht zu beurteilen: %1</translation>
    </message>
    <message>
        <source>no baseline: the change&apos;s tests could not be judged on the base: %1</source>
        <translation>keine Vergleichsbasis: die Tests der Änderung waren auf der Basis nicht zu beurteilen: %1</translation>
    </message>
    <message>
        <source>the command&apos;s output on the base, without the change:</source>
        <translation>die Ausgabe des Befehls auf der Basis, ohne die Änderung:</translation>
    </message>
    <message>
        <source>the command&apos;s output on the base with the change&apos;s tests:</source>
        <translation>die Ausgabe des Befehls auf der Basis mit den Tests der Änderung:</translation>
    </message>
    <message>
        <source>this test of the base is gone (deleted or renamed)</source>
        <translation>dieser Test der Basis ist weg (gelöscht oder umbenannt)</translation>
    </message>
    <message>
        <source>the base has this test %1 times, the change %2 times</source>
        <translation>die Basis hat diesen Test %1-mal, die Änderung %2-mal</translation>
    </message>
    <message>
        <source>this test runs on the base and is skipped by the change</source>
        <translation>dieser Test läuft auf der Basis und wird von der Änderung übersprungen</translation>
    </message>
    <message>
        <source>with the base&apos;s version of the changed test files the run gives no usable report (%1); the end of its output:</source>
        <translation>mit der Fassung der Basis der geänderten Testdateien gibt der Lauf keinen brauchbaren Bericht (%1); das Ende seiner Ausgabe:</translation>
    </message>
    <message>
        <source>the base&apos;s version of this test passes on the base and fails on the change: %1</source>
        <translation>die Fassung der Basis dieses Tests besteht auf der Basis und scheitert auf der Änderung: %1</translation>
    </message>
    <message>
        <source>the base&apos;s version of this test passes on the base and does not run on the change</source>
        <translation>die Fassung der Basis dieses Tests besteht auf der Basis und läuft auf der Änderung nicht</translation>
    </message>
    <message>
        <source>%1 of %2 failed</source>
        <translation>%1 von %2 fehlgeschlagen</translation>
    </message>
    <message>
        <source>no test failed, but the command did: %1</source>
        <translation>kein Test schlug fehl, aber der Befehl: %1</translation>
    </message>
    <message>
        <source>no test ran</source>
        <translation>kein Test lief</translation>
    </message>
    <message>
        <source>every test was skipped</source>
        <translation>jeder Test wurde übersprungen</translation>
    </message>
    <message>
        <source>no test ran; the end of the output:</source>
        <translation>kein Test lief; das Ende der Ausgabe:</translation>
    </message>
    <message>
        <source>every test was skipped; the end of the output:</source>
        <translation>jeder Test wurde übersprungen; das Ende der Ausgabe:</translation>
    </message>
    <message>
        <source>%1 test passed</source>
        <translation>%1 Test bestanden</translation>
    </message>
    <message>
        <source>%1 tests passed</source>
        <translation>%1 Tests bestanden</translation>
    </message>
    <message>
        <source>%1 skipped</source>
        <translation>%1 übersprungen</translation>
    </message>
    <message>
        <source>%1 test</source>
        <translation>%1 Test</translation>
    </message>
    <message>
        <source>%1 tests</source>
        <translation>%1 Tests</translation>
    </message>
    <message>
        <source>the change has no test</source>
        <translation>die Änderung hat keinen Test</translation>
    </message>
    <message>
        <source>every test is skipped</source>
        <translation>jeder Test wird übersprungen</translation>
    </message>
    <message>
        <source>%1 (%2 new), none deleted, newly skipped or weakened</source>
        <translation>%1 (%2 neu), keiner gelöscht, neu übersprungen oder abgeschwächt</translation>
    </message>
    <message>
        <source>%1 test of the base is gone</source>
        <translation>%1 Test der Basis ist weg</translation>
    </message>
    <message>
        <source>%1 tests of the base are gone</source>
        <translation>%1 Tests der Basis sind weg</translation>
    </message>
    <message>
        <source>%1 test is newly skipped</source>
        <translation>%1 Test wird neu übersprungen</translation>
    </message>
    <message>
        <source>%1 tests are newly skipped</source>
        <translation>%1 Tests werden neu übersprungen</translation>
    </message>
    <message>
        <source>%1 test was weakened</source>
        <translation>%1 Test wurde abgeschwächt</translation>
    </message>
    <message>
        <source>%1 tests were weakened</source>
        <translation>%1 Tests wurden abgeschwächt</translation>
    </message>
    <message>
        <source>the base&apos;s version of the changed tests does not run</source>
        <translation>die Fassung der Basis der geänderten Tests läuft nicht</translation>
    </message>
    <message>
        <source>no new test, and no changed test fails on the base</source>
        <translation>kein neuer und kein geänderter Test scheitert auf der Basis</translation>
    </message>
    <message>
        <source>%1 on the base as well: nothing shows that the change is needed</source>
        <translation>%1 auch auf der Basis: nichts zeigt, dass die Änderung nötig ist</translation>
    </message>
    <message>
        <source>%1 new test passes</source>
        <translation>%1 neuer Test besteht</translation>
    </message>
    <message>
        <source>%1 new tests pass</source>
        <translation>%1 neue Tests bestehen</translation>
    </message>
    <message>
        <source>%1 test fails on the base and passes on the change</source>
        <translation>%1 Test scheitert auf der Basis und besteht auf der Änderung</translation>
    </message>
    <message>
        <source>%1 tests fail on the base and pass on the change</source>
        <translation>%1 Tests scheitern auf der Basis und bestehen auf der Änderung</translation>
    </message>
    <message>
        <source>this new test passes without the change</source>
        <translation>dieser neue Test besteht ohne die Änderung</translation>
    </message>
    <message>
        <source>fails on the base, passes on the change</source>
        <translation>scheitert auf der Basis, besteht auf der Änderung</translation>
    </message>
    <message>
        <source>cannot be loaded on the base, passes on the change</source>
        <translation>lässt sich auf der Basis nicht laden, besteht auf der Änderung</translation>
    </message>
    <message>
        <source>passes on the base as well</source>
        <translation>besteht auch auf der Basis</translation>
    </message>
    <message>
        <source>no file of tests was added or modified</source>
        <translation>keine Testdatei wurde hinzugefügt oder geändert</translation>
    </message>
    <message>
        <source>nothing new: the change adds or modifies no test</source>
        <translation>nichts Neues: die Änderung fügt keinen Test hinzu und ändert keinen</translation>
    </message>
    <message>
        <source>the tests do not all pass on the change: %1</source>
        <translation>auf der Änderung bestehen nicht alle Tests: %1</translation>
    </message>
    <message>
        <source>the step &quot;%1&quot; is no gate</source>
        <translation>der Schritt „%1“ ist keine Prüfung</translation>
    </message>
    <message>
        <source>the blueprint gives no command for the gate &quot;%1&quot;</source>
        <translation>der Ablauf gibt keinen Befehl für die Prüfung „%1“</translation>
    </message>
    <message>
        <source>the report&apos;s path &quot;%1&quot; leads out of the checkout</source>
        <translation>der Pfad „%1“ des Berichts führt aus dem Checkout hinaus</translation>
    </message>
    <message>
        <source>the blueprint names no file for the report of the gate &quot;%1&quot;</source>
        <translation>der Ablauf nennt keine Datei für den Bericht der Prüfung „%1“</translation>
    </message>
    <message>
        <source>the blueprint names no LCOV report for this gate</source>
        <translation>der Ablauf nennt keinen LCOV-Bericht für diese Prüfung</translation>
    </message>
    <message>
        <source>the gate was cancelled</source>
        <translation>die Prüfung wurde abgebrochen</translation>
    </message>
    <message>
        <source>this version knows no such gate</source>
        <translation>diese Fassung kennt keine solche Prüfung</translation>
    </message>
    <message>
        <source>the machine images changed while the gate &quot;%1&quot; ran</source>
        <translation>die Maschinenabbilder änderten sich, während die Prüfung „%1“ lief</translation>
    </message>
    <message>
        <source>it is run again with the new ones</source>
        <translation>sie läuft mit den neuen noch einmal</translation>
    </message>
    <message>
        <source>the evidence could not be kept</source>
        <translation>die Nachweise konnten nicht aufbewahrt werden</translation>
    </message>
    <message>
        <source>the blueprint asks for a test report in the format &quot;%1&quot;; junit and tap are read</source>
        <translation>der Ablauf verlangt einen Testbericht im Format „%1“; gelesen werden junit und tap</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>zugestimmt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>voided</source>
        <translation>hinfällig</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>verfallen</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>durchgefallen</translation>
    </message>
    <message>
        <source>errored</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeit abgelaufen</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>Grenze erreicht</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>over budget</source>
        <translation>über dem Budget</translation>
    </message>
    <message>
        <source>published</source>
        <translation>veröffentlicht</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <source>exhausted</source>
        <translation>erschöpft</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>erlaubt</translation>
    </message>
    <message>
        <source>denied</source>
        <translation>verweigert</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>zurückgezogen</translation>
    </message>
    <message>
        <source>low</source>
        <translation>niedrig</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>replaying</source>
        <translation>wird wiederholt</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>admission</source>
        <translation>Zulassung</translation>
    </message>
    <message>
        <source>workspace</source>
        <translation>Arbeitsplatz</translation>
    </message>
    <message>
        <source>agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>run</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>approval</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>publish</source>
        <translation>Veröffentlichung</translation>
    </message>
    <message>
        <source>teardown</source>
        <translation>Abbau</translation>
    </message>
    <message>
        <source>compiles</source>
        <translation>kompiliert</translation>
    </message>
    <message>
        <source>tests exist</source>
        <translation>Tests vorhanden</translation>
    </message>
    <message>
        <source>tests pass</source>
        <translation>Tests bestehen</translation>
    </message>
    <message>
        <source>lint</source>
        <translation>Lint</translation>
    </message>
    <message>
        <source>coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>allowed paths</source>
        <translation>erlaubte Pfade</translation>
    </message>
    <message>
        <source>pull request</source>
        <translation>Pull-Request</translation>
    </message>
    <message>
        <source>new tests bite</source>
        <translation>neue Tests greifen</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>signalbox::AlertsModel</name>
    <message>
        <source>dead letter %1</source>
        <translation>unzustellbarer Auftrag %1</translation>
    </message>
    <message>
        <source>tried %1 times for the task “%2”, last by %3</source>
        <translation>%1-mal versucht für die Aufgabe „%2“, zuletzt von %3</translation>
    </message>
    <message>
        <source>the core</source>
        <translation>dem Kern</translation>
    </message>
    <message>
        <source>answers nothing, and nothing moves</source>
        <translation>antwortet nicht, und nichts bewegt sich</translation>
    </message>
    <message>
        <source>burns its processor, and nothing comes out</source>
        <translation>verbraucht Rechenzeit, und nichts kommt dabei heraus</translation>
    </message>
    <message>
        <source>what it says of itself cannot be</source>
        <translation>was sie von sich sagt, kann nicht sein</translation>
    </message>
    <message>
        <source>broke down</source>
        <translation>ist ausgefallen</translation>
    </message>
    <message>
        <source>machine %1</source>
        <translation>Maschine %1</translation>
    </message>
    <message>
        <source>machines</source>
        <translation>Maschinen</translation>
    </message>
    <message>
        <source>organ %1</source>
        <translation>Organ %1</translation>
    </message>
    <message>
        <source>runs again; started anew %1 times</source>
        <translation>läuft wieder; %1-mal neu begonnen</translation>
    </message>
    <message>
        <source>%1; started anew %2 times</source>
        <translation>%1; %2-mal neu begonnen</translation>
    </message>
    <message>
        <source>%1
known because: %2</source>
        <translation>%1
bekannt, weil: %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>#%1</source>
        <translation>#%1</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was nicht stimmt</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
</context>
<context>
    <name>signalbox::AlertsPane</name>
    <message>
        <source>broken</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>to be watched</source>
        <translation>zu beobachten</translation>
    </message>
    <message>
        <source>over</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>&amp;Replay the dead letter</source>
        <translation>Auftrag &amp;wiederholen</translation>
    </message>
    <message>
        <source>&amp;Go to the alert&apos;s task</source>
        <translation>Zur Auf&amp;gabe der Meldung</translation>
    </message>
    <message>
        <source>Show closed dead letters too</source>
        <translation>Auch erledigte unzustellbare Aufträge zeigen</translation>
    </message>
    <message>
        <source>Nothing is wrong</source>
        <translation>Alles in Ordnung</translation>
    </message>
    <message>
        <source>Work that was given up, machines that hang and parts of the core that fail stand here.</source>
        <translation>Hier stehen Arbeit, die aufgegeben wurde, Maschinen, die hängen, und Teile des Kerns, die versagen.</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>Verbindung zum Kern wird hergestellt ...</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>known because</source>
        <translation>bekannt, weil</translation>
    </message>
    <message>
        <source>since</source>
        <translation>seit</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>%1, step %2, try %3 of this attempt</source>
        <translation>%1, Schritt %2, Versuch %3 dieses Anlaufs</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>%1, replayed %2 times</source>
        <translation>%1, %2-mal wiederholt</translation>
    </message>
    <message>
        <source>Mend the reason, then replay it: the work is done once more under the same key, so what was done already is not done twice.</source>
        <translation>Den Grund beheben, dann wiederholen: Die Arbeit geschieht noch einmal unter demselben Schlüssel; was schon getan ist, wird nicht doppelt getan.</translation>
    </message>
    <message>
        <source>Look at its task&apos;s log; destroying the machine lets the attempt begin again in a new one.</source>
        <translation>Das Protokoll der Aufgabe ansehen; wird die Maschine zerstört, beginnt der Anlauf in einer neuen von vorn.</translation>
    </message>
    <message>
        <source>The core starts it anew by itself; if that fails too often the core ends and is started anew as a whole.</source>
        <translation>Der Kern beginnt es von selbst neu; misslingt das zu oft, endet der Kern und wird als Ganzes neu gestartet.</translation>
    </message>
    <message>
        <source>what to do</source>
        <translation>was tun</translation>
    </message>
</context>
<context>
    <name>signalbox::ApprovalFacts</name>
    <message>
        <source>the blueprint asks for it here; no gate has judged this commit</source>
        <translation>der Ablauf verlangt es hier; keine Prüfung hat diesen Commit beurteilt</translation>
    </message>
    <message>
        <source>%1 of %2 gates passed on commit %3</source>
        <translation>%1 von %2 Prüfungen bestanden auf Commit %3</translation>
    </message>
    <message>
        <source>, after being sent back %1×</source>
        <translation>, nachdem sie %1× zurückgeschickt wurde</translation>
    </message>
    <message>
        <source>%1 approved</source>
        <translation>%1 hat zugestimmt</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>%1 hat abgelehnt</translation>
    </message>
    <message>
        <source>%1 of %2 people have agreed</source>
        <translation>%1 von %2 Personen haben zugestimmt</translation>
    </message>
    <message>
        <source>nobody: one yes is enough</source>
        <translation>niemand: ein Ja genügt</translation>
    </message>
    <message>
        <source>; you decide as %1</source>
        <translation>; Sie entscheiden als %1</translation>
    </message>
    <message>
        <source>tree %1 (here: %2)</source>
        <translation>Baum %1 (hier: %2)</translation>
    </message>
    <message>
        <source>evidence %1 (here: %2)</source>
        <translation>Nachweise %1 (hier: %2)</translation>
    </message>
    <message>
        <source>blueprint %1 (here: %2)</source>
        <translation>Ablauf %1 (hier: %2)</translation>
    </message>
    <message>
        <source>it waits for others; still to agree after you: %1</source>
        <translation>es wartet auf andere; nach Ihnen müssen noch zustimmen: %1</translation>
    </message>
    <message>
        <source>exactly this tree is published to %1</source>
        <translation>genau dieser Baum wird nach %1 veröffentlicht</translation>
    </message>
    <message>
        <source>the task ends as done</source>
        <translation>die Aufgabe endet als erledigt</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>, dann </translation>
    </message>
    <message>
        <source>the task ends as rejected, and what it did is undone</source>
        <translation>die Aufgabe endet als abgelehnt, und was sie tat, wird rückgängig gemacht</translation>
    </message>
    <message>
        <source>the task stops until a person sends it on</source>
        <translation>die Aufgabe hält an, bis jemand sie weiterschickt</translation>
    </message>
    <message>
        <source>it may not go back to %1 again: %2 was the last time</source>
        <translation>sie darf nicht noch einmal zurück zu %1: %2 war das letzte Mal</translation>
    </message>
    <message>
        <source>back to %1 with your feedback (%2 of %3 ways back are left)</source>
        <translation>zurück zu %1 mit Ihrer Rückmeldung (%2 von %3 Rückwegen bleiben)</translation>
    </message>
    <message>
        <source>Publish “%1” to %2?</source>
        <translation>„%1“ nach %2 veröffentlichen?</translation>
    </message>
    <message>
        <source>Let “%1” go on?</source>
        <translation>„%1“ weitergehen lassen?</translation>
    </message>
    <message>
        <source>needs your decision</source>
        <translation>braucht Ihre Entscheidung</translation>
    </message>
    <message>
        <source>Needs a decision   ·   %1   ·   asked %2 ago</source>
        <translation>Braucht eine Entscheidung   ·   %1   ·   gefragt vor %2</translation>
    </message>
    <message>
        <source>task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>#%1 by %2</source>
        <translation>#%1 von %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>why now</source>
        <translation>warum jetzt</translation>
    </message>
    <message>
        <source>cost so far</source>
        <translation>Kosten bisher</translation>
    </message>
    <message>
        <source>if yes</source>
        <translation>bei Ja</translation>
    </message>
    <message>
        <source>if no</source>
        <translation>bei Nein</translation>
    </message>
    <message>
        <source>must agree</source>
        <translation>zustimmen müssen</translation>
    </message>
    <message>
        <source>tree %1, evidence %2, blueprint %3</source>
        <translation>Baum %1, Nachweise %2, Ablauf %3</translation>
    </message>
    <message>
        <source>binds</source>
        <translation>bindet</translation>
    </message>
    <message>
        <source>%1: checked, all as shown here</source>
        <translation>%1: geprüft, alles wie hier gezeigt</translation>
    </message>
    <message>
        <source>NOT what is shown here: %1</source>
        <translation>NICHT, was hier gezeigt wird: %1</translation>
    </message>
    <message>
        <source>tree %1
evidence %2
blueprint %3</source>
        <translation>Baum %1
Nachweise %2
Ablauf %3</translation>
    </message>
    <message>
        <source>expires</source>
        <translation>läuft ab</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>%1 of machine time, attempts: %2</source>
        <translation>%1 Maschinenzeit, Anläufe: %2</translation>
    </message>
    <message>
        <source>; model: %1 tokens in %2 calls, %3 US dollars</source>
        <translation>; Modell: %1 Token in %2 Aufrufen, %3 US-Dollar</translation>
    </message>
    <message>
        <source>; limit %1 tokens</source>
        <translation>; Grenze %1 Token</translation>
    </message>
    <message>
        <source>escalated to %1 since %2</source>
        <translation>an %1 weitergegeben seit %2</translation>
    </message>
    <message>
        <source>to %1 in %2</source>
        <translation>an %1 in %2</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 für %2</translation>
    </message>
    <message>
        <source>asked are</source>
        <translation>gefragt sind</translation>
    </message>
    <message>
        <source>escalation</source>
        <translation>Weitergabe</translation>
    </message>
</context>
<context>
    <name>signalbox::ApprovalPane</name>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Old on the left, new on the right (S in the change)</source>
        <translation>Links alt, rechts neu (S in der Änderung)</translation>
    </message>
    <message>
        <source>Show the change side by side</source>
        <translation>Die Änderung nebeneinander zeigen</translation>
    </message>
    <message>
        <source>&amp;Comment on a line</source>
        <translation>Zeile &amp;kommentieren</translation>
    </message>
    <message>
        <source>Say something about the line that the cursor is on (C in the change)</source>
        <translation>Etwas zu der Zeile sagen, auf der die Marke steht (C in der Änderung)</translation>
    </message>
    <message>
        <source>&amp;Look at the changed work again</source>
        <translation>Geänderte Arbeit noch einmal ansehen (&amp;L)</translation>
    </message>
    <message>
        <source>Nothing to decide</source>
        <translation>Nichts zu entscheiden</translation>
    </message>
    <message>
        <source>What needs a decision stands on top of the fleet.</source>
        <translation>Was eine Entscheidung braucht, steht oben in der Flotte.</translation>
    </message>
    <message>
        <source>Reading the task ...</source>
        <translation>Aufgabe wird gelesen ...</translation>
    </message>
    <message>
        <source>No decision is asked for</source>
        <translation>Keine Entscheidung gefragt</translation>
    </message>
    <message>
        <source>This task has not come to a step at which people decide.</source>
        <translation>Diese Aufgabe ist nicht bei einem Schritt, an dem Menschen entscheiden.</translation>
    </message>
    <message>
        <source>No decision was asked for. This is the change as the task left it.</source>
        <translation>Es wurde keine Entscheidung gefragt. Dies ist die Änderung, wie die Aufgabe sie hinterließ.</translation>
    </message>
    <message>
        <source>No decision is asked for. This is the change so far, at commit %1.</source>
        <translation>Es ist keine Entscheidung gefragt. Dies ist die Änderung bisher, bei Commit %1.</translation>
    </message>
    <message>
        <source>The work changed while you were looking: tree %1 is now %2. Nothing can be decided on what you saw.</source>
        <translation>Die Arbeit hat sich geändert, während Sie hinsahen: Baum %1 ist jetzt %2. Über das Gesehene kann nicht entschieden werden.</translation>
    </message>
    <message>
        <source>Look at it again   L</source>
        <translation>Noch einmal ansehen   L</translation>
    </message>
    <message>
        <source>The change cannot be read: %1</source>
        <translation>Die Änderung kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Reading the change ...</source>
        <translation>Änderung wird gelesen ...</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>Nichts wurde geändert</translation>
    </message>
    <message>
        <source>Files: %1   +%2 −%3   viewed: %4</source>
        <translation>Dateien: %1   +%2 −%3   angesehen: %4</translation>
    </message>
    <message>
        <source>   comments: %1</source>
        <translation>   Kommentare: %1</translation>
    </message>
    <message>
        <source>there is nothing to decide</source>
        <translation>es gibt nichts zu entscheiden</translation>
    </message>
    <message>
        <source>This decision is closed: %1.</source>
        <translation>Diese Entscheidung ist geschlossen: %1.</translation>
    </message>
    <message>
        <source>This is the past: nothing can be decided here. Go back to now (Ctrl+.).</source>
        <translation>Dies ist die Vergangenheit: Hier kann nichts entschieden werden. Zurück zum Jetzt (Strg+.).</translation>
    </message>
    <message>
        <source>Changed since you looked: look at it again before you decide.</source>
        <translation>Geändert, seit Sie hinsahen: erst noch einmal ansehen, dann entscheiden.</translation>
    </message>
    <message>
        <source>Not connected: what you see may be out of date.</source>
        <translation>Nicht verbunden: Was Sie sehen, kann veraltet sein.</translation>
    </message>
    <message>
        <source>Decided; it can still be taken back (Ctrl+Z).</source>
        <translation>Entschieden; es kann noch zurückgenommen werden (Strg+Z).</translation>
    </message>
    <message>
        <source>Your decision is being sent ...</source>
        <translation>Ihre Entscheidung wird gesendet ...</translation>
    </message>
    <message>
        <source>You have decided; others must still agree.</source>
        <translation>Sie haben entschieden; andere müssen noch zustimmen.</translation>
    </message>
    <message>
        <source>The change cannot be shown, so it cannot be approved here.</source>
        <translation>Die Änderung kann nicht gezeigt werden, darum kann ihr hier nicht zugestimmt werden.</translation>
    </message>
    <message>
        <source>The decision binds something else than what is shown: %1.</source>
        <translation>Die Entscheidung bindet etwas anderes als das Gezeigte: %1.</translation>
    </message>
    <message>
        <source>Decide those that ask the same &amp;together</source>
        <translation>Gleiche Fragen &amp;zusammen entscheiden</translation>
    </message>
    <message>
        <source>Back to the one decision</source>
        <translation>Zurück zu der einen Entscheidung</translation>
    </message>
    <message>
        <source>Decide the %1 that ask the same &amp;together</source>
        <translation>Die %1 gleichen Fragen &amp;zusammen entscheiden</translation>
    </message>
    <message>
        <source>Nothing is marked: Space marks what you decide on.</source>
        <translation>Nichts ist markiert: Die Leertaste markiert, worüber Sie entscheiden.</translation>
    </message>
    <message>
        <source>Its budget stopped this task</source>
        <translation>Ihr Budget hat diese Aufgabe angehalten</translation>
    </message>
    <message>
        <source>Raise the budget, send the task on, or cancel it, above its steps.</source>
        <translation>Erhöhen Sie das Budget, schicken Sie die Aufgabe weiter oder brechen Sie sie ab: über ihren Schritten.</translation>
    </message>
    <message>
        <source>This task is parked and waits for you</source>
        <translation>Diese Aufgabe ist abgestellt und wartet auf Sie</translation>
    </message>
    <message>
        <source>Send it on or cancel it, above its steps.</source>
        <translation>Schicken Sie sie weiter oder brechen Sie sie ab: über ihren Schritten.</translation>
    </message>
    <message>
        <source>&amp;Hand the decision over ...</source>
        <translation>Entscheidung &amp;übertragen …</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 für %2</translation>
    </message>
</context>
<context>
    <name>signalbox::ApprovalsModel</name>
    <message>
        <source>#%1 %2</source>
        <translation>#%1 %2</translation>
    </message>
    <message>
        <source>Approval %1 of task %2, %3: %4</source>
        <translation>Entscheidung %1 der Aufgabe %2, %3: %4</translation>
    </message>
</context>
<context>
    <name>signalbox::AuditModel</name>
    <message>
        <source>core</source>
        <translation>Kern</translation>
    </message>
    <message>
        <source>repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>credential</source>
        <translation>Zugangsdaten</translation>
    </message>
    <message>
        <source>world outside</source>
        <translation>Außenwelt</translation>
    </message>
    <message>
        <source>#%1</source>
        <translation>#%1</translation>
    </message>
    <message>
        <source>%1: %2 %3, %4, %5</source>
        <translation>%1: %2 %3, %4, %5</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Did</source>
        <translation>Tat</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Betrifft</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>person</source>
        <translation>Person</translation>
    </message>
</context>
<context>
    <name>signalbox::AuditPane</name>
    <message>
        <source>Audit log</source>
        <translation>Prüfprotokoll</translation>
    </message>
    <message>
        <source>Only the chosen &amp;task</source>
        <translation>Nur die gewählte &amp;Aufgabe</translation>
    </message>
    <message>
        <source>&amp;Go to the entry&apos;s task</source>
        <translation>Zur Auf&amp;gabe des Eintrags</translation>
    </message>
    <message>
        <source>&amp;Take the audit log along ...</source>
        <translation>Prüfprotokoll &amp;mitnehmen …</translation>
    </message>
    <message>
        <source>Kind of entries</source>
        <translation>Art der Einträge</translation>
    </message>
    <message>
        <source>every kind</source>
        <translation>jede Art</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>person, agent, gate or core</source>
        <translation>Person, agent, gate oder core</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>Verbindung zum Kern wird hergestellt ...</translation>
    </message>
    <message>
        <source>The audit log cannot be read</source>
        <translation>Das Prüfprotokoll kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Reading the audit log ...</source>
        <translation>Das Prüfprotokoll wird gelesen …</translation>
    </message>
    <message>
        <source>No such entry</source>
        <translation>Kein solcher Eintrag</translation>
    </message>
    <message>
        <source>Another kind, person or task may have some.</source>
        <translation>Eine andere Art, Person oder Aufgabe hat vielleicht welche.</translation>
    </message>
    <message>
        <source>Nothing was done yet</source>
        <translation>Noch hat niemand etwas getan</translation>
    </message>
    <message>
        <source>Acts of people, decisions, machines, credentials and requests to the world outside stand here, chained so that nobody can change them unseen.</source>
        <translation>Hier stehen Taten von Menschen, Entscheidungen, Maschinen, Zugangsdaten und Anfragen an die Außenwelt, so verkettet, dass niemand sie unbemerkt ändern kann.</translation>
    </message>
    <message>
        <source>the chain is broken at entry %1</source>
        <translation>die Kette ist bei Eintrag %1 gebrochen</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>chain holds: %1 links</source>
        <translation>Kette hält: %1 Glieder</translation>
    </message>
    <message>
        <source>entries %1 to %2 are kept</source>
        <translation>Einträge %1 bis %2 sind aufbewahrt</translation>
    </message>
    <message>
        <source>Its head: %1</source>
        <translation>Ihr Ende: %1</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>when</source>
        <translation>wann</translation>
    </message>
    <message>
        <source>who</source>
        <translation>wer</translation>
    </message>
    <message>
        <source>did</source>
        <translation>tat</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>chain</source>
        <translation>Kette</translation>
    </message>
    <message>
        <source>Take the audit log along</source>
        <translation>Prüfprotokoll mitnehmen</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>The audit log is in %1; &quot;signalboxctl audit verify&quot; checks it</source>
        <translation>Das Prüfprotokoll steht in %1; „signalboxctl audit verify“ prüft es</translation>
    </message>
    <message>
        <source>The audit log is read to its end; each entry has its time.</source>
        <translation>Das Prüfprotokoll wird bis zu seinem Ende gelesen; jeder Eintrag hat seine Zeit.</translation>
    </message>
</context>
<context>
    <name>signalbox::BlueprintsPane</name>
    <message>
        <source>Text of the blueprint</source>
        <translation>Text des Ablaufs</translation>
    </message>
    <message>
        <source>Next &amp;problem of the blueprint</source>
        <translation>Nächstes &amp;Problem des Ablaufs</translation>
    </message>
    <message>
        <source>&amp;Try the blueprint on the task</source>
        <translation>Ablauf an der Aufgabe &amp;erproben</translation>
    </message>
    <message>
        <source>&amp;Copy the change as a patch</source>
        <translation>Änderung als Patch &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Save the blueprint as a file ...</source>
        <translation>Ablauf als Datei &amp;speichern …</translation>
    </message>
    <message>
        <source>&amp;Back to the blueprint that holds</source>
        <translation>&amp;Zurück zum geltenden Ablauf</translation>
    </message>
    <message>
        <source>Whose blueprint</source>
        <translation>Wessen Ablauf</translation>
    </message>
    <message>
        <source>Steps of the blueprint</source>
        <translation>Schritte des Ablaufs</translation>
    </message>
    <message>
        <source>What is wrong, or what would have gone otherwise</source>
        <translation>Was nicht stimmt oder anders gelaufen wäre</translation>
    </message>
    <message>
        <source>%1 (ships)</source>
        <translation>%1 (mitgeliefert)</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>Verbindung zum Kern wird hergestellt ...</translation>
    </message>
    <message>
        <source>This blueprint cannot be read</source>
        <translation>Dieser Ablauf kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Reading the blueprint ...</source>
        <translation>Der Ablauf wird gelesen …</translation>
    </message>
    <message>
        <source>being checked</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>problems: %1</source>
        <translation>Probleme: %1</translation>
    </message>
    <message>
        <source>sound; it holds nowhere yet</source>
        <translation>in Ordnung; gilt noch nirgends</translation>
    </message>
    <message>
        <source>sound; this one holds</source>
        <translation>in Ordnung; dieser gilt</translation>
    </message>
    <message>
        <source>The blueprint is a file of the protected branch. What you write here is no rule until it is there: take it out as a patch and bring it in the way that the repository has for changes.</source>
        <translation>Der Ablauf ist eine Datei des geschützten Zweigs. Was Sie hier schreiben, ist keine Regel, solange es nicht dort steht: Nehmen Sie es als Patch mit und bringen Sie es auf dem Weg ein, den das Repository für Änderungen hat.</translation>
    </message>
    <message>
        <source>The core keeps this one for the repository, as its owner gave it. What you write here changes nothing: save it as a file, and register the repository with it (repo add --blueprint-file).</source>
        <translation>Diesen hält der Kern für das Repository, wie sein Eigentümer ihn gegeben hat. Was Sie hier schreiben, ändert nichts: Speichern Sie es als Datei und melden Sie das Repository damit an (repo add --blueprint-file).</translation>
    </message>
    <message>
        <source>This one ships with the program. A copy of it as .signalbox/blueprint.yaml on a repository&apos;s protected branch makes it that repository&apos;s own.</source>
        <translation>Dieser wird mit dem Programm geliefert. Eine Kopie davon als .signalbox/blueprint.yaml auf dem geschützten Zweig eines Repositorys macht ihn zu dessen eigenem.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>What would have gone otherwise</source>
        <translation>Was anders gelaufen wäre</translation>
    </message>
    <message>
        <source>%1, attempt %2</source>
        <translation>%1, Anlauf %2</translation>
    </message>
    <message>
        <source>not known: %1</source>
        <translation>unbekannt: %1</translation>
    </message>
    <message>
        <source>Task %1 would have gone just the same with it.</source>
        <translation>Aufgabe %1 wäre damit genauso verlaufen.</translation>
    </message>
    <message>
        <source>Task %1, looked at with this blueprint:</source>
        <translation>Aufgabe %1, mit diesem Ablauf betrachtet:</translation>
    </message>
    <message>
        <source>from there on it would have been another story, and nobody can tell it.</source>
        <translation>von da an wäre es eine andere Geschichte gewesen, und niemand kann sie erzählen.</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was nicht stimmt</translation>
    </message>
    <message>
        <source>To be mended before it can hold:</source>
        <translation>Zu beheben, bevor er gelten kann:</translation>
    </message>
    <message>
        <source>Nothing is wrong with it. &quot;Try&quot; shows what it would have changed in the past of the task that is chosen.</source>
        <translation>Alles in Ordnung. „Erproben“ zeigt, was er in der Vergangenheit der gewählten Aufgabe geändert hätte.</translation>
    </message>
    <message>
        <source>Save the blueprint</source>
        <translation>Ablauf speichern</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>The blueprint is in %1; it holds nowhere yet</source>
        <translation>Der Ablauf steht in %1; er gilt noch nirgends</translation>
    </message>
    <message>
        <source>The patch is in the clipboard; &quot;git apply&quot; takes it in a clone</source>
        <translation>Der Patch ist in der Zwischenablage; „git apply“ nimmt ihn in einem Klon</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>Nächstes Problem</translation>
    </message>
    <message>
        <source>Try it on the task</source>
        <translation>An der Aufgabe erproben</translation>
    </message>
    <message>
        <source>Copy patch</source>
        <translation>Patch kopieren</translation>
    </message>
    <message>
        <source>Save ...</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>signalbox::BudgetChart</name>
    <message>
        <source>%1 M</source>
        <comment>million</comment>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>%1 k</source>
        <comment>thousand</comment>
        <translation>%1 Tsd.</translation>
    </message>
    <message>
        <source>Use over time</source>
        <translation>Verbrauch im Lauf der Zeit</translation>
    </message>
    <message>
        <source>$%1</source>
        <translation>%1 $</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>%1 von %2 verbraucht</translation>
    </message>
    <message>
        <source>%1 used, no limit</source>
        <translation>%1 verbraucht, keine Grenze</translation>
    </message>
    <message>
        <source>, %1 in an hour at the present rate</source>
        <translation>, %1 je Stunde beim jetzigen Verbrauch</translation>
    </message>
    <message>
        <source>Reading the past ...</source>
        <translation>Die Vergangenheit wird gelesen …</translation>
    </message>
    <message>
        <source>held %1</source>
        <translation>vorgemerkt %1</translation>
    </message>
    <message>
        <source>used %1</source>
        <translation>verbraucht %1</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Grenze %1</translation>
    </message>
    <message>
        <source>%1 ↑</source>
        <translation>%1 ↑</translation>
    </message>
    <message>
        <source>at this rate %1/h</source>
        <translation>bei diesem Verbrauch %1/h</translation>
    </message>
</context>
<context>
    <name>signalbox::BudgetsModel</name>
    <message>
        <source>#%1 %2</source>
        <translation>#%1 %2</translation>
    </message>
    <message>
        <source>%1 M</source>
        <comment>million</comment>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>%1 k</source>
        <comment>thousand</comment>
        <translation>%1 Tsd.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>used up</source>
        <translation>aufgebraucht</translation>
    </message>
    <message>
        <source>nothing used lately</source>
        <translation>zuletzt nichts verbraucht</translation>
    </message>
    <message>
        <source>lasts to the month&apos;s end</source>
        <translation>reicht bis zum Monatsende</translation>
    </message>
    <message>
        <source>lasts</source>
        <translation>reicht</translation>
    </message>
    <message>
        <source>used up in %1</source>
        <translation>aufgebraucht in %1</translation>
    </message>
    <message>
        <source>$%1</source>
        <translation>%1 $</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1: %2 tokens in %3 calls, and %4 held by calls under way</source>
        <translation>%1: %2 Token in %3 Aufrufen, und %4 vorgemerkt für laufende</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>month %1</source>
        <translation>Monat %1</translation>
    </message>
    <message>
        <source>repository %1</source>
        <translation>Repository %1</translation>
    </message>
    <message>
        <source>agent %1</source>
        <translation>Agent %1</translation>
    </message>
    <message>
        <source>%1: %2 tokens, %3; %4</source>
        <translation>%1: %2 Token, %3; %4</translation>
    </message>
    <message>
        <source>The rate of the last hour, or since its first call in it</source>
        <translation>Der Verbrauch der letzten Stunde oder seit dem ersten Aufruf darin</translation>
    </message>
    <message>
        <source>At this rate</source>
        <translation>Bei diesem Verbrauch</translation>
    </message>
</context>
<context>
    <name>signalbox::BudgetsPane</name>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Raise the task&apos;s &amp;budget ...</source>
        <translation>&amp;Budget der Aufgabe erhöhen …</translation>
    </message>
    <message>
        <source>Go to the budget&apos;s &amp;task</source>
        <translation>Zur &amp;Aufgabe des Budgets</translation>
    </message>
    <message>
        <source>Chart in &amp;dollars</source>
        <translation>Diagramm in &amp;Dollar</translation>
    </message>
    <message>
        <source>How far back the chart goes</source>
        <translation>Wie weit das Diagramm zurückreicht</translation>
    </message>
    <message>
        <source>the last hour</source>
        <translation>die letzte Stunde</translation>
    </message>
    <message>
        <source>6 hours</source>
        <translation>6 Stunden</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 Stunden</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>31 days</source>
        <translation>31 Tage</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>Verbindung zum Kern wird hergestellt ...</translation>
    </message>
    <message>
        <source>Reading the budgets ...</source>
        <translation>Die Budgets werden gelesen …</translation>
    </message>
    <message>
        <source>Model calls are not counted here</source>
        <translation>Hier werden keine Modellaufrufe gezählt</translation>
    </message>
    <message>
        <source>This core has no model gateway. Start it with a provider&apos;s key in its environment (ANTHROPIC_API_KEY, OPENAI_API_KEY or GEMINI_API_KEY), or with an upstream of your own:
signalboxd --openai-upstream http://127.0.0.1:11434
Limits: --task-tokens, --repository-cost, --agent-tokens, --month-cost and so on.</source>
        <translation>Dieser Kern hat kein Modell-Gateway. Starten Sie ihn mit dem Schlüssel eines Anbieters in seiner Umgebung (ANTHROPIC_API_KEY, OPENAI_API_KEY oder GEMINI_API_KEY) oder mit einer eigenen Gegenstelle:
signalboxd --openai-upstream http://127.0.0.1:11434
Grenzen: --task-tokens, --repository-cost, --agent-tokens, --month-cost und so weiter.</translation>
    </message>
    <message>
        <source>No model was called yet</source>
        <translation>Noch wurde kein Modell aufgerufen</translation>
    </message>
    <message>
        <source>Budgets stand here with the first call of an agent.</source>
        <translation>Mit dem ersten Aufruf eines Agenten stehen hier Budgets.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>. The task waits: raise its budget, and it goes on.</source>
        <translation>. Die Aufgabe wartet: Erhöhen Sie ihr Budget, dann geht sie weiter.</translation>
    </message>
    <message>
        <source>. Calls are refused until the month ends, or until the core is started with more.</source>
        <translation>. Aufrufe werden abgelehnt, bis der Monat endet oder der Kern mit mehr gestartet wird.</translation>
    </message>
    <message>
        <source>Chart in &amp;tokens</source>
        <translation>Diagramm in &amp;Token</translation>
    </message>
    <message>
        <source>How budgets stood is not kept; the chart shows how they were used.</source>
        <translation>Wie die Budgets standen, wird nicht aufgehoben; das Diagramm zeigt, wie sie gebraucht wurden.</translation>
    </message>
</context>
<context>
    <name>signalbox::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>A command or a task: type some of its letters</source>
        <translation>Ein Befehl oder eine Aufgabe: einige Buchstaben davon tippen</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>Passende Befehle</translation>
    </message>
    <message>
        <source>The same on the command line</source>
        <translation>Dasselbe auf der Befehlszeile</translation>
    </message>
</context>
<context>
    <name>signalbox::CommentEditor</name>
    <message>
        <source>Comment on this line</source>
        <translation>Kommentar zu dieser Zeile</translation>
    </message>
    <message>
        <source>What is to be said about this line? It goes with your decision.</source>
        <translation>Was ist zu dieser Zeile zu sagen? Es geht mit Ihrer Entscheidung.</translation>
    </message>
    <message>
        <source>Ctrl+Enter keeps it, Esc leaves it, an empty one is taken away</source>
        <translation>Strg+Eingabe behält ihn, Esc lässt es, ein leerer wird entfernt</translation>
    </message>
</context>
<context>
    <name>signalbox::ConsoleOptions</name>
    <message>
        <source>%1 %2: expected %3</source>
        <translation>%1 %2: erwartet wird %3</translation>
    </message>
    <message>
        <source>see signalbox --help</source>
        <translation>siehe signalbox --help</translation>
    </message>
    <message>
        <source>an address such as local:, https://host or test:///approval</source>
        <translation>eine Adresse wie local:, https://host oder test:///approval</translation>
    </message>
    <message>
        <source>WIDTHxHEIGHT, for example 1600x1000</source>
        <translation>BREITExHÖHE, zum Beispiel 1600x1000</translation>
    </message>
    <message>
        <source>light or dark</source>
        <translation>light oder dark</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>eines von %1</translation>
    </message>
    <message>
        <source>a task&apos;s number</source>
        <translation>die Nummer einer Aufgabe</translation>
    </message>
    <message>
        <source>percent from 80 to 200</source>
        <translation>Prozent von 80 bis 200</translation>
    </message>
    <message>
        <source>seconds from 0 to 60</source>
        <translation>Sekunden von 0 bis 60</translation>
    </message>
    <message>
        <source>unknown argument %1</source>
        <translation>unbekanntes Argument %1</translation>
    </message>
    <message>
        <source>%1 needs a value</source>
        <translation>%1 braucht einen Wert</translation>
    </message>
    <message>
        <source>Usage: signalbox [options]
The console: watch the fleet, look at what it did, decide.

  --connect URL      local: (default), ssh://[USER@]HOST, https://HOST or test:///SCENARIO;
                     SIGNALBOX_CORE sets another default
  --pin SHA256       https: accept exactly the certificate with this SHA-256
  --select TASK      look at this task first
  --pane PANE        bring this pane to the front: log, gates, timeline, machines
  --run COMMAND      run this command of the palette once all is there
  --theme THEME      light or dark; otherwise as the desktop
  --language CODE    en, de, ar, ja; otherwise as the desktop
  --text PERCENT     size of the text, 80 to 200
  --size WxH         size of the window
  --hold SECONDS     how long a decision can be taken back before it is sent (5; 0: at once)
  --screenshot FILE  save a picture of the window as PNG and end; needs no display
  --version          print the version
</source>
        <translation>Aufruf: signalbox [Optionen]
Die Konsole: der Flotte zusehen, ihre Arbeit ansehen, entscheiden.

  --connect URL      local: (Vorgabe), ssh://[BENUTZER@]HOST, https://HOST oder test:///SZENARIO;
                     SIGNALBOX_CORE setzt eine andere Vorgabe
  --pin SHA256       https: genau das Zertifikat mit diesem SHA-256 annehmen
  --select AUFGABE   diese Aufgabe zuerst zeigen
  --pane FELD        dieses Feld nach vorn holen: log, gates, timeline, machines
  --run BEFEHL       diesen Befehl der Palette ausführen, sobald alles da ist
  --theme FARBEN     light oder dark; sonst wie der Schreibtisch
  --language CODE    en, de, ar, ja; sonst wie der Schreibtisch
  --text PROZENT     Größe der Schrift, 80 bis 200
  --size BxH         Größe des Fensters
  --hold SEKUNDEN    wie lange eine Entscheidung zurückgenommen werden kann, ehe sie gesendet wird (5; 0: sofort)
  --screenshot DATEI ein Bild des Fensters als PNG speichern und enden; braucht keine Anzeige
  --version          die Version ausgeben
</translation>
    </message>
</context>
<context>
    <name>signalbox::CoreCard</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>what you call it</source>
        <translation>wie Sie ihn nennen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>https://core.example.org, ssh://me@host or local:</source>
        <translation>https://core.example.org, ssh://ich@rechner oder local:</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Zugangsschlüssel</translation>
    </message>
    <message>
        <source>empty: the one in the keychain</source>
        <translation>leer: der im Schlüsselbund</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>SHA-256, where it is not trusted the usual way</source>
        <translation>SHA-256, wo ihm nicht auf dem üblichen Weg vertraut wird</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>&amp;Forget it</source>
        <translation>&amp;Vergessen</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>Kerne</translation>
    </message>
    <message>
        <source>Known cores</source>
        <translation>Bekannte Kerne</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>dieser Rechner</translation>
    </message>
    <message>
        <source>another one ...</source>
        <translation>ein anderer ...</translation>
    </message>
    <message>
        <source>The core of this machine; it is started when none runs, and outlives the console.</source>
        <translation>Der Kern dieses Rechners; er wird gestartet, wenn keiner läuft, und überlebt die Konsole.</translation>
    </message>
    <message>
        <source>Through your own OpenSSH, with its keys and known hosts. The core there tells its token by itself.</source>
        <translation>Über Ihr eigenes OpenSSH, mit dessen Schlüsseln und bekannten Rechnern. Der Kern dort nennt seinen Zugangsschlüssel selbst.</translation>
    </message>
    <message>
        <source>The token goes into the keychain. Without a certificate&apos;s SHA-256 the system&apos;s trust decides.</source>
        <translation>Der Zugangsschlüssel kommt in den Schlüsselbund. Ohne SHA-256 eines Zertifikats entscheidet das Vertrauen des Systems.</translation>
    </message>
    <message>
        <source>https:// or ssh:// to another machine; local: is this one.</source>
        <translation>https:// oder ssh:// zu einem anderen Rechner; local: ist dieser.</translation>
    </message>
</context>
<context>
    <name>signalbox::DecisionBar</name>
    <message>
        <source>&amp;Approve</source>
        <translation>&amp;Zustimmen</translation>
    </message>
    <message>
        <source>&amp;Reject</source>
        <translation>Abl&amp;ehnen</translation>
    </message>
    <message>
        <source>Ask a &amp;question</source>
        <translation>&amp;Frage stellen</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Leave it   Esc</source>
        <translation>Lassen   Esc</translation>
    </message>
    <message>
        <source>Feedback for the agent, required</source>
        <translation>Rückmeldung an den Agenten, nötig</translation>
    </message>
    <message>
        <source>Question to the agent</source>
        <translation>Frage an den Agenten</translation>
    </message>
    <message>
        <source>Reject with this feedback   Ctrl+Enter</source>
        <translation>Mit dieser Rückmeldung ablehnen   Strg+Eingabe</translation>
    </message>
    <message>
        <source>Ask   Ctrl+Enter</source>
        <translation>Fragen   Strg+Eingabe</translation>
    </message>
    <message>
        <source>What must the agent do otherwise? It gets this as its feedback.</source>
        <translation>Was muss der Agent anders machen? Er bekommt dies als Rückmeldung.</translation>
    </message>
    <message>
        <source>What do you want to know? The agent is asked; nothing is decided.</source>
        <translation>Was möchten Sie wissen? Der Agent wird gefragt; entschieden wird nichts.</translation>
    </message>
    <message>
        <source>Comments on lines that go with it: %1.</source>
        <translation>Kommentare zu Zeilen, die mitgehen: %1.</translation>
    </message>
</context>
<context>
    <name>signalbox::DelegateCard</name>
    <message>
        <source>Hand &amp;over</source>
        <translation>Ü&amp;bertragen</translation>
    </message>
    <message>
        <source>name of another approver</source>
        <translation>Name eines anderen, der entscheiden darf</translation>
    </message>
    <message>
        <source>Who decides in your name</source>
        <translation>Wer in Ihrem Namen entscheidet</translation>
    </message>
    <message>
        <source>What is handed over</source>
        <translation>Was übertragen wird</translation>
    </message>
    <message>
        <source>this decision</source>
        <translation>diese Entscheidung</translation>
    </message>
    <message>
        <source>all of mine for 8 hours</source>
        <translation>alle meine für 8 Stunden</translation>
    </message>
    <message>
        <source>all of mine for 3 days</source>
        <translation>alle meine für 3 Tage</translation>
    </message>
    <message>
        <source>all of mine for 2 weeks</source>
        <translation>alle meine für 2 Wochen</translation>
    </message>
    <message>
        <source>%1: decision %2</source>
        <translation>%1: Entscheidung %2</translation>
    </message>
    <message>
        <source>%1: all</source>
        <translation>%1: alle</translation>
    </message>
    <message>
        <source>Take &amp;back from %1</source>
        <translation>&amp;Zurücknehmen von %1</translation>
    </message>
    <message>
        <source>Both of you stay one voice, and what is decided in your name is written down with both names.</source>
        <translation>Sie beide bleiben eine Stimme, und was in Ihrem Namen entschieden wird, wird mit beiden Namen aufgeschrieben.</translation>
    </message>
    <message>
        <source>A decision is handed over to somebody else.</source>
        <translation>Eine Entscheidung wird an jemand anderen übertragen.</translation>
    </message>
</context>
<context>
    <name>signalbox::Desk</name>
    <message>
        <source>the core keeps the latest change only, and this was another one</source>
        <translation>der Kern behält nur die letzte Änderung, und dies war eine andere</translation>
    </message>
    <message>
        <source>Go back to now to see the change.</source>
        <translation>Zurück zum Jetzt gehen, um die Änderung zu sehen.</translation>
    </message>
    <message>
        <source>Task %1 is being cancelled</source>
        <translation>Aufgabe %1 wird abgebrochen</translation>
    </message>
    <message>
        <source>Task %1 goes on</source>
        <translation>Aufgabe %1 geht weiter</translation>
    </message>
    <message>
        <source>Task %1 was submitted</source>
        <translation>Aufgabe %1 wurde eingereicht</translation>
    </message>
    <message>
        <source>The repository %1 was added</source>
        <translation>Das Repository %1 wurde hinzugefügt</translation>
    </message>
    <message>
        <source>The repository %1 was removed</source>
        <translation>Das Repository %1 wurde entfernt</translation>
    </message>
    <message>
        <source>The machine %1 was destroyed</source>
        <translation>Die Maschine %1 wurde zerstört</translation>
    </message>
    <message>
        <source>The machine %1 hibernates; it costs disk only</source>
        <translation>Die Maschine %1 schläft; sie kostet nur Plattenplatz</translation>
    </message>
    <message>
        <source>The machine %1 runs again</source>
        <translation>Die Maschine %1 läuft wieder</translation>
    </message>
    <message>
        <source>Dead letter %1.%2 is tried again</source>
        <translation>Unzustellbarer Auftrag %1.%2 wird noch einmal versucht</translation>
    </message>
    <message>
        <source>The sample task runs as task %1</source>
        <translation>Die Beispielaufgabe läuft als Aufgabe %1</translation>
    </message>
    <message>
        <source>this is the past: nothing can be done here</source>
        <translation>dies ist die Vergangenheit: hier kann nichts getan werden</translation>
    </message>
    <message>
        <source>Go back to now first (Ctrl+.).</source>
        <translation>Gehen Sie zuerst zurück zum Jetzt (Strg+.).</translation>
    </message>
    <message>
        <source>The budget of task %1 was raised</source>
        <translation>Das Budget der Aufgabe %1 wurde erhöht</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>Betrachter</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>approver</source>
        <translation>Entscheider</translation>
    </message>
    <message>
        <source>admin</source>
        <translation>Admin</translation>
    </message>
    <message>
        <source>Others are asked: %1.</source>
        <translation>Gefragt sind andere: %1.</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>jeder %1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>This needs the role %1; here you are: %2.</source>
        <translation>Das braucht die Rolle %1; hier sind Sie: %2.</translation>
    </message>
    <message>
        <source>%1 decides in your name</source>
        <translation>%1 entscheidet in Ihrem Namen</translation>
    </message>
    <message>
        <source>You decide for yourself again</source>
        <translation>Sie entscheiden wieder selbst</translation>
    </message>
</context>
<context>
    <name>signalbox::DesktopNotices</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>signalbox::DiffView</name>
    <message>
        <source>viewed</source>
        <translation>angesehen</translation>
    </message>
    <message>
        <source>not viewed</source>
        <translation>nicht angesehen</translation>
    </message>
    <message>
        <source>%1 → %2 (renamed)</source>
        <translation>%1 → %2 (umbenannt)</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <translation>%1 (neu)</translation>
    </message>
    <message>
        <source>%1 (deleted)</source>
        <translation>%1 (gelöscht)</translation>
    </message>
    <message>
        <source>⋯  unchanged lines: %1 (click to show)</source>
        <translation>⋯  unveränderte Zeilen: %1 (Klick zeigt sie)</translation>
    </message>
    <message>
        <source>Binary file: its contents are not shown</source>
        <translation>Binärdatei: Ihr Inhalt wird nicht gezeigt</translation>
    </message>
    <message>
        <source>No line changed (%1)</source>
        <translation>Keine Zeile geändert (%1)</translation>
    </message>
    <message>
        <source>name only</source>
        <translation>nur der Name</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>files: %1, lines added: %2, removed: %3</source>
        <translation>Dateien: %1, Zeilen hinzugefügt: %2, entfernt: %3</translation>
    </message>
</context>
<context>
    <name>signalbox::EventText</name>
    <message>
        <source> by %1</source>
        <translation> von %1</translation>
    </message>
    <message>
        <source>repository %1 was added: %2</source>
        <translation>Repository %1 wurde hinzugefügt: %2</translation>
    </message>
    <message>
        <source>repository %1 was removed%2</source>
        <translation>Repository %1 wurde entfernt%2</translation>
    </message>
    <message>
        <source>submitted%1%2</source>
        <translation>eingereicht%1%2</translation>
    </message>
    <message>
        <source>admitted: blueprint %1 %2, base %3 at %4</source>
        <translation>zugelassen: Ablauf %1 %2, Basis %3 bei %4</translation>
    </message>
    <message>
        <source>%1, attempt %2 begins</source>
        <translation>%1, Anlauf %2 beginnt</translation>
    </message>
    <message>
        <source>technical failure %1, tried again%2</source>
        <translation>technischer Fehler %1, erneut versucht%2</translation>
    </message>
    <message>
        <source>machine %1 leased</source>
        <translation>Maschine %1 vergeben</translation>
    </message>
    <message>
        <source>machine %1 released</source>
        <translation>Maschine %1 zurückgegeben</translation>
    </message>
    <message>
        <source>%1, attempt %2 %3%4</source>
        <translation>%1, Anlauf %2 %3%4</translation>
    </message>
    <message>
        <source>sent back from %1 to %2%3</source>
        <translation>zurückgeschickt von %1 zu %2%3</translation>
    </message>
    <message>
        <source>approval %1 asked for: tree %2, needs %3</source>
        <translation>Entscheidung %1 gefragt: Baum %2, nötig %3</translation>
    </message>
    <message>
        <source>%1 %2 approval %3%4</source>
        <translation>%1: %2, Entscheidung %3%4</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>zugestimmt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>%1 asked the agent%2</source>
        <translation>%1 fragte den Agenten%2</translation>
    </message>
    <message>
        <source>the agent answered%1</source>
        <translation>der Agent antwortete%1</translation>
    </message>
    <message>
        <source>approval %1 is %2%3</source>
        <translation>Entscheidung %1 ist %2%3</translation>
    </message>
    <message>
        <source>needs a person%1</source>
        <translation>braucht einen Menschen%1</translation>
    </message>
    <message>
        <source>sent on%1 at %2%3</source>
        <translation>weitergeschickt%1 bei %2%3</translation>
    </message>
    <message>
        <source>will end as %1%2%3</source>
        <translation>wird enden als %1%2%3</translation>
    </message>
    <message>
        <source>undoing %1: %2</source>
        <translation>macht rückgängig %1: %2</translation>
    </message>
    <message>
        <source>%1 %2%3</source>
        <translation>%1 %2%3</translation>
    </message>
    <message>
        <source>undone:</source>
        <translation>rückgängig gemacht:</translation>
    </message>
    <message>
        <source>not undone:</source>
        <translation>nicht rückgängig gemacht:</translation>
    </message>
    <message>
        <source>tearing down</source>
        <translation>baut ab</translation>
    </message>
    <message>
        <source>dead letter %1 is tried again%2</source>
        <translation>unzustellbarer Auftrag %1 wird noch einmal versucht%2</translation>
    </message>
    <message>
        <source>told anew, since its history got long</source>
        <translation>neu erzählt, da die Geschichte lang wurde</translation>
    </message>
    <message>
        <source>finished: %1%2</source>
        <translation>beendet: %1%2</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>%1 USD</source>
        <translation>%1 USD</translation>
    </message>
    <message>
        <source>budget raised by %1%2%3</source>
        <translation>Budget um %1 erhöht%2%3</translation>
    </message>
    <message>
        <source>tool call %1 waits for a person%2</source>
        <translation>Werkzeugaufruf %1 wartet auf einen Menschen%2</translation>
    </message>
    <message>
        <source>tool call %1 is %2%3%4</source>
        <translation>Werkzeugaufruf %1 ist %2%3%4</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 für %2</translation>
    </message>
    <message>
        <source>approval %1 escalated to %2</source>
        <translation>Entscheidung %1 an %2 weitergegeben</translation>
    </message>
    <message>
        <source>%1 has %2 decide approval %3</source>
        <translation>%1 lässt %2 über %3 entscheiden</translation>
    </message>
    <message>
        <source>%1 has %2 decide</source>
        <translation>%1 lässt %2 entscheiden</translation>
    </message>
    <message>
        <source>%1 took delegation %2 back</source>
        <translation>%1 nahm Übertragung %2 zurück</translation>
    </message>
</context>
<context>
    <name>signalbox::EvidenceTable</name>
    <message>
        <source>... more lines: %1</source>
        <translation>... weitere Zeilen: %1</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>Gates and their evidence</source>
        <translation>Prüfungen und ihre Nachweise</translation>
    </message>
</context>
<context>
    <name>signalbox::FleetDelegate</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>signalbox::FleetModel</name>
    <message>
        <source>Needs you</source>
        <translation>Braucht Sie</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1
known because: %2</source>
        <translation>%1
bekannt, weil: %2</translation>
    </message>
    <message>
        <source>Task %1, %2, %3: %4</source>
        <translation>Aufgabe %1, %2, %3: %4</translation>
    </message>
</context>
<context>
    <name>signalbox::FleetPane</name>
    <message>
        <source>Filter: number, title, repository, state</source>
        <translation>Filter: Nummer, Titel, Repository, Zustand</translation>
    </message>
    <message>
        <source>Filter the fleet</source>
        <translation>Die Flotte filtern</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>&amp;Filter the fleet</source>
        <translation>Die Flotte &amp;filtern</translation>
    </message>
    <message>
        <source>Next task</source>
        <translation>Nächste Aufgabe</translation>
    </message>
    <message>
        <source>Previous task</source>
        <translation>Vorige Aufgabe</translation>
    </message>
    <message>
        <source>Show &amp;earlier tasks</source>
        <translation>&amp;Frühere Aufgaben zeigen</translation>
    </message>
    <message>
        <source>No task matches</source>
        <translation>Keine Aufgabe passt</translation>
    </message>
    <message>
        <source>Clear the filter to see all tasks.</source>
        <translation>Den Filter leeren, um alle Aufgaben zu sehen.</translation>
    </message>
    <message>
        <source>No task yet</source>
        <translation>Noch keine Aufgabe</translation>
    </message>
    <message>
        <source>Tasks appear here as soon as they are submitted.</source>
        <translation>Aufgaben erscheinen hier, sobald sie eingereicht sind.</translation>
    </message>
    <message>
        <source>Reading earlier tasks ...</source>
        <translation>Frühere Aufgaben werden gelesen ...</translation>
    </message>
    <message>
        <source>Earlier tasks could not be read: try again</source>
        <translation>Frühere Aufgaben waren nicht lesbar: noch einmal versuchen</translation>
    </message>
    <message>
        <source>Show earlier tasks</source>
        <translation>Frühere Aufgaben zeigen</translation>
    </message>
    <message>
        <source>Finished tasks that the core&apos;s memory does not hold any more</source>
        <translation>Beendete Aufgaben, die der Kern nicht mehr im Speicher hält</translation>
    </message>
</context>
<context>
    <name>signalbox::GateReport</name>
    <message>
        <source>tests: %1, failed: %2, skipped: %3</source>
        <translation>Tests: %1, gescheitert: %2, ausgelassen: %3</translation>
    </message>
    <message>
        <source>; the report is not whole: %1</source>
        <translation>; der Bericht ist nicht ganz: %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 of %2 lines</source>
        <translation>%1 von %2 Zeilen</translation>
    </message>
    <message>
        <source>files: %1, lines run: %2 %</source>
        <translation>Dateien: %1, ausgeführte Zeilen: %2 %</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Test or file</source>
        <translation>Test oder Datei</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
</context>
<context>
    <name>signalbox::GatesModel</name>
    <message>
        <source>%1
ran: %2</source>
        <translation>%1
lief: %2</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>not judged yet</source>
        <translation>noch nicht beurteilt</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>earlier work: %1</source>
        <translation>frühere Arbeit: %1</translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation>%1 bei %2: %3</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Was sie sagt</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
</context>
<context>
    <name>signalbox::GatesPane</name>
    <message>
        <source>No task chosen</source>
        <translation>Keine Aufgabe gewählt</translation>
    </message>
    <message>
        <source>Choose a task in the fleet to see what its gates say.</source>
        <translation>In der Flotte eine Aufgabe wählen, um zu sehen, was ihre Prüfungen sagen.</translation>
    </message>
    <message>
        <source>No gates</source>
        <translation>Keine Prüfungen</translation>
    </message>
    <message>
        <source>The blueprint of this task has no gates yet.</source>
        <translation>Der Ablauf dieser Aufgabe hat noch keine Prüfungen.</translation>
    </message>
    <message>
        <source>Reading the task ...</source>
        <translation>Aufgabe wird gelesen ...</translation>
    </message>
</context>
<context>
    <name>signalbox::HelpCard</name>
    <message>
        <source>Keys and marks</source>
        <translation>Tasten und Zeichen</translation>
    </message>
    <message>
        <source>Everything the console does, signalboxctl does too: the line at the bottom of the window shows the command. Any key closes this card.</source>
        <translation>Alles, was die Konsole tut, tut auch signalboxctl: Die Zeile unten im Fenster zeigt den Befehl. Jede Taste schließt diese Karte.</translation>
    </message>
    <message>
        <source>next and previous task</source>
        <translation>nächste und vorige Aufgabe</translation>
    </message>
    <message>
        <source>next task that needs you</source>
        <translation>nächste Aufgabe, die Sie braucht</translation>
    </message>
    <message>
        <source>approve exactly what is on the screen</source>
        <translation>genau dem zustimmen, was auf dem Schirm steht</translation>
    </message>
    <message>
        <source>reject, with feedback for the agent</source>
        <translation>ablehnen, mit Rückmeldung an den Agenten</translation>
    </message>
    <message>
        <source>ask the agent without deciding</source>
        <translation>den Agenten fragen, ohne zu entscheiden</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Strg+Z</translation>
    </message>
    <message>
        <source>take a decision back, as long as it is held</source>
        <translation>eine Entscheidung zurücknehmen, solange sie noch wartet</translation>
    </message>
    <message>
        <source>filter the fleet</source>
        <translation>die Flotte filtern</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Strg+K</translation>
    </message>
    <message>
        <source>all commands and tasks</source>
        <translation>alle Befehle und Aufgaben</translation>
    </message>
    <message>
        <source>Ctrl+1 ... 9</source>
        <translation>Strg+1 ... 9</translation>
    </message>
    <message>
        <source>go to a pane</source>
        <translation>zu einem Feld gehen</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Strg+F</translation>
    </message>
    <message>
        <source>search the log</source>
        <translation>das Protokoll durchsuchen</translation>
    </message>
    <message>
        <source>previous and next file of the change</source>
        <translation>vorige und nächste Datei der Änderung</translation>
    </message>
    <message>
        <source>in the change: file is viewed; side by side; comment on the line</source>
        <translation>in der Änderung: Datei angesehen; nebeneinander; Zeile kommentieren</translation>
    </message>
    <message>
        <source>look again, when the work changed meanwhile</source>
        <translation>noch einmal ansehen, wenn sich die Arbeit inzwischen geändert hat</translation>
    </message>
    <message>
        <source>←   →</source>
        <translation>←   →</translation>
    </message>
    <message>
        <source>in the steps: previous and next step</source>
        <translation>bei den Schritten: voriger und nächster Schritt</translation>
    </message>
    <message>
        <source>in the timeline: the task one event earlier, later (Ctrl+. now)</source>
        <translation>in der Zeitlinie: die Aufgabe ein Ereignis früher, später (Strg+. jetzt)</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Strg+N</translation>
    </message>
    <message>
        <source>new task</source>
        <translation>neue Aufgabe</translation>
    </message>
</context>
<context>
    <name>signalbox::KeyRing</name>
    <message>
        <source>the keychain holds no token for this core</source>
        <translation>der Schlüsselbund hat keinen Zugangsschlüssel für diesen Kern</translation>
    </message>
    <message>
        <source>the keychain is locked: %1</source>
        <translation>der Schlüsselbund ist gesperrt: %1</translation>
    </message>
    <message>
        <source>Unlock it and connect again, or type the token.</source>
        <translation>Entsperren und erneut verbinden, oder den Zugangsschlüssel tippen.</translation>
    </message>
    <message>
        <source>no keychain answers here: %1</source>
        <translation>hier antwortet kein Schlüsselbund: %1</translation>
    </message>
    <message>
        <source>The token is used until the console ends. To keep it yourself, put it into SIGNALBOX_TOKEN.</source>
        <translation>Der Zugangsschlüssel gilt, bis die Konsole endet. Um ihn selbst zu behalten: in SIGNALBOX_TOKEN setzen.</translation>
    </message>
</context>
<context>
    <name>signalbox::LogPane</name>
    <message>
        <source>&amp;Search the log</source>
        <translation>Das Protokoll &amp;durchsuchen</translation>
    </message>
    <message>
        <source>Follow the end of the log</source>
        <translation>Dem Ende des Protokolls folgen</translation>
    </message>
    <message>
        <source>Show lines of this kind</source>
        <translation>Zeilen dieser Art zeigen</translation>
    </message>
    <message>
        <source>Show %1 lines</source>
        <translation>Zeilen von %1 zeigen</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>Das Protokoll durchsuchen</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Stay at the end as the log grows</source>
        <translation>Am Ende bleiben, während das Protokoll wächst</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>No task chosen</source>
        <translation>Keine Aufgabe gewählt</translation>
    </message>
    <message>
        <source>Choose a task in the fleet to read its log.</source>
        <translation>In der Flotte eine Aufgabe wählen, um ihr Protokoll zu lesen.</translation>
    </message>
    <message>
        <source>Reading the log ...</source>
        <translation>Protokoll wird gelesen ...</translation>
    </message>
    <message>
        <source>The log is empty so far</source>
        <translation>Das Protokoll ist noch leer</translation>
    </message>
    <message>
        <source>Lines appear as soon as a step of the task writes something.</source>
        <translation>Zeilen erscheinen, sobald ein Schritt der Aufgabe etwas schreibt.</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>, complete</source>
        <translation>, vollständig</translation>
    </message>
</context>
<context>
    <name>signalbox::LogView</name>
    <message>
        <source>output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>core</source>
        <translation>Kern</translation>
    </message>
    <message>
        <source>tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source> ... +%1 characters</source>
        <translation> ... +%1 Zeichen</translation>
    </message>
    <message>
        <source>Agent log</source>
        <translation>Protokoll des Agenten</translation>
    </message>
    <message>
        <source>&amp;Copy lines</source>
        <translation>Zeilen &amp;kopieren</translation>
    </message>
    <message>
        <source>Go to the &amp;end</source>
        <translation>Zum &amp;Ende</translation>
    </message>
</context>
<context>
    <name>signalbox::MachinesModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>, for %1</source>
        <translation>, seit %1</translation>
    </message>
    <message>
        <source>%1; known because %2</source>
        <translation>%1; bekannt, weil %2</translation>
    </message>
    <message>
        <source>#%1 %2</source>
        <translation>#%1 %2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Processor time</source>
        <translation>Rechenzeit</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
</context>
<context>
    <name>signalbox::MachinesPane</name>
    <message>
        <source>Machines</source>
        <translation>Maschinen</translation>
    </message>
    <message>
        <source>No machine exists</source>
        <translation>Keine Maschine vorhanden</translation>
    </message>
    <message>
        <source>A machine is made for each attempt that needs one, and removed when it ends.</source>
        <translation>Für jeden Anlauf, der eine braucht, wird eine Maschine gemacht und an seinem Ende entfernt.</translation>
    </message>
    <message>
        <source>&amp;Hibernate the machine</source>
        <translation>Maschine &amp;schlafen legen</translation>
    </message>
    <message>
        <source>Resume the &amp;machine</source>
        <translation>&amp;Maschine wecken</translation>
    </message>
    <message>
        <source>&amp;Destroy the machine ...</source>
        <translation>Maschine &amp;zerstören ...</translation>
    </message>
    <message>
        <source>%1 and its disk are removed at once; its attempt counts as a technical failure.</source>
        <translation>%1 und ihre Platte werden sofort entfernt; ihr Anlauf zählt als technischer Fehler.</translation>
    </message>
    <message>
        <source>Destroy it</source>
        <translation>Zerstören</translation>
    </message>
    <message>
        <source>Open a &amp;terminal in the machine</source>
        <translation>Ein &amp;Terminal in der Maschine öffnen</translation>
    </message>
    <message>
        <source>Choose a machine to enter, hibernate, resume or destroy it.</source>
        <translation>Wählen Sie eine Maschine, um sie zu betreten, schlafen zu legen, zu wecken oder zu zerstören.</translation>
    </message>
</context>
<context>
    <name>signalbox::MainWindow</name>
    <message>
        <source>Signalbox: %1</source>
        <translation>Signalbox: %1</translation>
    </message>
    <message>
        <source>Pane: %1</source>
        <translation>Feld: %1</translation>
    </message>
    <message>
        <source>Sending your decision ...</source>
        <translation>Ihre Entscheidung wird gesendet ...</translation>
    </message>
    <message>
        <source>There is no command “%1” now.</source>
        <translation>Den Befehl „%1“ gibt es gerade nicht.</translation>
    </message>
    <message>
        <source>Save the la&amp;yout as ...</source>
        <translation>An&amp;ordnung speichern als ...</translation>
    </message>
    <message>
        <source>Name of the layout</source>
        <translation>Name der Anordnung</translation>
    </message>
    <message>
        <source>The layout “%1” was saved</source>
        <translation>Die Anordnung „%1“ wurde gespeichert</translation>
    </message>
    <message>
        <source>Save the fleet&apos;s filter as a &amp;view ...</source>
        <translation>Filter der Flotte als &amp;Ansicht speichern ...</translation>
    </message>
    <message>
        <source>The fleet is not filtered: type a filter first (/).</source>
        <translation>Die Flotte ist nicht gefiltert: erst einen Filter tippen (/).</translation>
    </message>
    <message>
        <source>Name of the view “%1”</source>
        <translation>Name der Ansicht „%1“</translation>
    </message>
    <message>
        <source>The view “%1” was saved</source>
        <translation>Die Ansicht „%1“ wurde gespeichert</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>&amp;Größere Schrift</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>&amp;Kleinere Schrift</translation>
    </message>
    <message>
        <source>Text of ordinary size</source>
        <translation>Schrift gewöhnlicher Größe</translation>
    </message>
    <message>
        <source>Layout: %1</source>
        <translation>Anordnung: %1</translation>
    </message>
    <message>
        <source>View: %1</source>
        <translation>Ansicht: %1</translation>
    </message>
    <message>
        <source>View: all tasks</source>
        <translation>Ansicht: alle Aufgaben</translation>
    </message>
    <message>
        <source>Forget the layout: %1</source>
        <translation>Anordnung vergessen: %1</translation>
    </message>
    <message>
        <source>Forget the view: %1</source>
        <translation>Ansicht vergessen: %1</translation>
    </message>
    <message>
        <source>The layout “%1” cannot be read any more; nothing was moved.</source>
        <translation>Die Anordnung „%1“ ist nicht mehr lesbar; nichts wurde bewegt.</translation>
    </message>
    <message>
        <source>The layout of your last session could not be read: this is the first one. Your tasks are not concerned.</source>
        <translation>Die Anordnung der letzten Sitzung war nicht lesbar: Dies ist die erste. Ihre Aufgaben betrifft das nicht.</translation>
    </message>
    <message>
        <source>Search and &amp;commands</source>
        <translation>Suche und &amp;Befehle</translation>
    </message>
    <message>
        <source>&amp;Run the sample task</source>
        <translation>&amp;Beispielaufgabe ausführen</translation>
    </message>
    <message>
        <source>Add a re&amp;pository</source>
        <translation>Re&amp;pository hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Take the decision back</source>
        <translation>Entscheidung &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>Go to: %1</source>
        <translation>Gehe zu: %1</translation>
    </message>
    <message>
        <source>Go to #%1 %2</source>
        <translation>Gehe zu #%1 %2</translation>
    </message>
    <message>
        <source>&amp;Core</source>
        <translation>&amp;Kern</translation>
    </message>
    <message>
        <source>&amp;Try the connection again</source>
        <translation>Verbindung noch einmal &amp;versuchen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Task</source>
        <translation>&amp;Aufgabe</translation>
    </message>
    <message>
        <source>&amp;New task</source>
        <translation>&amp;Neue Aufgabe</translation>
    </message>
    <message>
        <source>Next &amp;decision</source>
        <translation>Nächste &amp;Entscheidung</translation>
    </message>
    <message>
        <source>&amp;Decide</source>
        <translation>&amp;Entscheiden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>An&amp;sicht</translation>
    </message>
    <message>
        <source>La&amp;youts and views</source>
        <translation>An&amp;ordnungen und Ansichten</translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation>Anordnung zu&amp;rücksetzen</translation>
    </message>
    <message>
        <source>&amp;Light colours</source>
        <translation>&amp;Helle Farben</translation>
    </message>
    <message>
        <source>&amp;Dark colours</source>
        <translation>&amp;Dunkle Farben</translation>
    </message>
    <message>
        <source>Colours of the des&amp;ktop</source>
        <translation>Farben des &amp;Schreibtischs</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>Language: %1</source>
        <translation>Sprache: %1</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keys and marks</source>
        <translation>&amp;Tasten und Zeichen</translation>
    </message>
    <message>
        <source>Approval %1: your yes was recorded</source>
        <translation>Entscheidung %1: Ihr Ja wurde festgehalten</translation>
    </message>
    <message>
        <source>Approval %1: your no and its feedback were recorded</source>
        <translation>Entscheidung %1: Ihr Nein und die Rückmeldung wurden festgehalten</translation>
    </message>
    <message>
        <source>Approval %1: you said yes.</source>
        <translation>Entscheidung %1: Sie sagten Ja.</translation>
    </message>
    <message>
        <source>Approval %1: you said no.</source>
        <translation>Entscheidung %1: Sie sagten Nein.</translation>
    </message>
    <message>
        <source> It is sent in %1 s.</source>
        <translation> Es wird in %1 s gesendet.</translation>
    </message>
    <message>
        <source>Take it back   %1</source>
        <translation>Zurücknehmen   %1</translation>
    </message>
    <message>
        <source>.   What you see is how it was at %1, %2 ago.</source>
        <translation>.   Was Sie sehen, ist der Stand von %1, vor %2.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>The past of task %1: as it was at %2, after event %3 of %4. Nothing can be decided here.</source>
        <translation>Die Vergangenheit der Aufgabe %1: wie sie am %2 war, nach Ereignis %3 von %4. Hier kann nichts entschieden werden.</translation>
    </message>
    <message>
        <source>Back to now   Ctrl+.</source>
        <translation>Zurück zum Jetzt   Strg+.</translation>
    </message>
    <message>
        <source>&amp;Quiet hours ...</source>
        <translation>&amp;Ruhezeit ...</translation>
    </message>
    <message>
        <source>Announce nothing between (22:00-07:00; “none”: always announce)</source>
        <translation>Nichts melden zwischen (22:00-07:00; „none“: immer melden)</translation>
    </message>
    <message>
        <source>Decisions are announced at any time</source>
        <translation>Entscheidungen werden jederzeit gemeldet</translation>
    </message>
    <message>
        <source>Quiet between %1</source>
        <translation>Ruhe zwischen %1</translation>
    </message>
    <message>
        <source>Core: %1</source>
        <translation>Kern: %1</translation>
    </message>
    <message>
        <source>Connect to another c&amp;ore ...</source>
        <translation>Mit einem anderen &amp;Kern verbinden ...</translation>
    </message>
    <message>
        <source>The past of the whole fleet: as it was at %1, after event %2 of %3. Nothing can be decided here.</source>
        <translation>Die Vergangenheit der ganzen Flotte: wie sie am %1 war, nach Ereignis %2 von %3. Hier kann nichts entschieden werden.</translation>
    </message>
</context>
<context>
    <name>signalbox::Mark</name>
    <message>
        <source>needs your decision</source>
        <translation>braucht Ihre Entscheidung</translation>
    </message>
    <message>
        <source>needs a person</source>
        <translation>braucht einen Menschen</translation>
    </message>
    <message>
        <source>being admitted</source>
        <translation>wird zugelassen</translation>
    </message>
    <message>
        <source>waiting for a machine</source>
        <translation>wartet auf eine Maschine</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>trying again</source>
        <translation>versucht es erneut</translation>
    </message>
    <message>
        <source>undoing</source>
        <translation>macht rückgängig</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>stopped by a limit</source>
        <translation>von einer Grenze angehalten</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>nicht beurteilt</translation>
    </message>
    <message>
        <source>out of time</source>
        <translation>Zeit abgelaufen</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>Grenze erreicht</translation>
    </message>
    <message>
        <source>stopped by budget</source>
        <translation>durch das Budget gestoppt</translation>
    </message>
    <message>
        <source>goes in circles</source>
        <translation>dreht sich im Kreis</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>zugestimmt</translation>
    </message>
    <message>
        <source>void: the work changed</source>
        <translation>nichtig: die Arbeit änderte sich</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>abgelaufen</translation>
    </message>
</context>
<context>
    <name>signalbox::NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Act on this notice</source>
        <translation>Auf diesen Hinweis handeln</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>signalbox::Notifier</name>
    <message>
        <source>Signalbox: needs you: %1</source>
        <translation>Signalbox: braucht Sie: %1</translation>
    </message>
    <message>
        <source>#%1 %2 (%3)</source>
        <translation>#%1 %2 (%3)</translation>
    </message>
    <message>
        <source>Decisions asked for: %1</source>
        <translation>Gefragte Entscheidungen: %1</translation>
    </message>
    <message>
        <source>A decision is needed</source>
        <translation>Eine Entscheidung ist nötig</translation>
    </message>
    <message>
        <source>Signalbox: %1</source>
        <translation>Signalbox: %1</translation>
    </message>
    <message>
        <source>(%1) %2</source>
        <translation>(%1) %2</translation>
    </message>
    <message>
        <source>A decision was escalated to you</source>
        <translation>Eine Entscheidung wurde an Sie weitergegeben</translation>
    </message>
</context>
<context>
    <name>signalbox::Panes</name>
    <message>
        <source>Fleet</source>
        <translation>Flotte</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Agent log</source>
        <translation>Protokoll des Agenten</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitlinie</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>Maschinen</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation>Repositorys</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>Neue Aufgabe</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Blueprints</source>
        <translation>Abläufe</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Prüfprotokoll</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>This is the present, not the past. %1</source>
        <translation>Dies ist die Gegenwart, nicht die Vergangenheit. %1</translation>
    </message>
</context>
<context>
    <name>signalbox::QuestionList</name>
    <message>
        <source>%1 asked %2 ago: %3</source>
        <translation>%1 fragte vor %2: %3</translation>
    </message>
    <message>
        <source>The agent: %1</source>
        <translation>Der Agent: %1</translation>
    </message>
    <message>
        <source>The agent has not answered yet.</source>
        <translation>Der Agent hat noch nicht geantwortet.</translation>
    </message>
</context>
<context>
    <name>signalbox::RaiseCard</name>
    <message>
        <source>&amp;Raise the budget</source>
        <translation>Budget &amp;erhöhen</translation>
    </message>
    <message>
        <source> thousand tokens</source>
        <translation> Tausend Token</translation>
    </message>
    <message>
        <source>More tokens, in thousands</source>
        <translation>Mehr Token, in Tausend</translation>
    </message>
    <message>
        <source>$</source>
        <comment>before an amount</comment>
        <translation>$</translation>
    </message>
    <message>
        <source>More US dollars</source>
        <translation>Mehr US-Dollar</translation>
    </message>
    <message>
        <source>why; it is kept in the journal</source>
        <translation>warum; es bleibt im Journal</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Task %1, %2: grant it so much more</source>
        <translation>Aufgabe %1, %2: so viel mehr gewähren</translation>
    </message>
    <message>
        <source>Say by how much: in tokens, in dollars or in both.</source>
        <translation>Sagen Sie, um wie viel: in Token, in Dollar oder in beidem.</translation>
    </message>
</context>
<context>
    <name>signalbox::ReportView</name>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>low</source>
        <translation>gering</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>Tests and files of the report</source>
        <translation>Tests und Dateien des Berichts</translation>
    </message>
    <message>
        <source>What the test says</source>
        <translation>Was der Test sagt</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Report or output</source>
        <translation>Bericht oder Ausgabe</translation>
    </message>
    <message>
        <source>Reading the report ...</source>
        <translation>Bericht wird gelesen ...</translation>
    </message>
    <message>
        <source>The report cannot be read</source>
        <translation>Der Bericht ist nicht lesbar</translation>
    </message>
    <message>
        <source>No report</source>
        <translation>Kein Bericht</translation>
    </message>
    <message>
        <source>Choose a gate to see what its programs reported.</source>
        <translation>Eine Prüfung wählen, um zu sehen, was ihre Programme berichteten.</translation>
    </message>
    <message>
        <source>This gate&apos;s programs left no report and no output.</source>
        <translation>Die Programme dieser Prüfung hinterließen weder Bericht noch Ausgabe.</translation>
    </message>
</context>
<context>
    <name>signalbox::RepositoriesModel</name>
    <message>
        <source>added by %1</source>
        <translation>hinzugefügt von %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>the remote&apos;s default</source>
        <translation>die Vorgabe der Gegenstelle</translation>
    </message>
    <message>
        <source>the repository&apos;s own</source>
        <translation>der eigene des Repositorys</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Protected branch</source>
        <translation>Geschützter Zweig</translation>
    </message>
    <message>
        <source>Blueprint</source>
        <translation>Ablauf</translation>
    </message>
</context>
<context>
    <name>signalbox::RepositoriesPane</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>a short name, for example parser</source>
        <translation>ein kurzer Name, zum Beispiel parser</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>https://host/path.git, ssh or a local path</source>
        <translation>https://host/pfad.git, ssh oder ein lokaler Pfad</translation>
    </message>
    <message>
        <source>Protected branch</source>
        <translation>Geschützter Zweig</translation>
    </message>
    <message>
        <source>the remote&apos;s default</source>
        <translation>die Vorgabe der Gegenstelle</translation>
    </message>
    <message>
        <source>Blueprint</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>where the repository has none of its own</source>
        <translation>wo das Repository keinen eigenen hat</translation>
    </message>
    <message>
        <source>&amp;Add repository</source>
        <translation>Repository &amp;hinzufügen</translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation>Repositorys</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>A&amp;dresse</translation>
    </message>
    <message>
        <source>Protected &amp;branch</source>
        <translation>Geschützter &amp;Zweig</translation>
    </message>
    <message>
        <source>Blue&amp;print</source>
        <translation>A&amp;blauf</translation>
    </message>
    <message>
        <source>&amp;Remove the repository</source>
        <translation>Repository &amp;entfernen</translation>
    </message>
    <message>
        <source>A name and an address are needed.</source>
        <translation>Ein Name und eine Adresse sind nötig.</translation>
    </message>
</context>
<context>
    <name>signalbox::Screenshot</name>
    <message>
        <source>the window was not complete in time</source>
        <translation>das Fenster war nicht rechtzeitig vollständig</translation>
    </message>
    <message>
        <source>the picture could not be written to %1</source>
        <translation>das Bild konnte nicht nach %1 geschrieben werden</translation>
    </message>
    <message>
        <source>Does the folder exist, and may you write to it?</source>
        <translation>Gibt es den Ordner, und dürfen Sie hineinschreiben?</translation>
    </message>
</context>
<context>
    <name>signalbox::StepCards</name>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>%1 of %2 agreed</source>
        <translation>%1 von %2 zugestimmt</translation>
    </message>
    <message>
        <source>no machine yet</source>
        <translation>noch keine Maschine</translation>
    </message>
    <message>
        <source>under 1 s</source>
        <translation>unter 1 s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <translation>%1 (%2): %3</translation>
    </message>
    <message>
        <source>attempts: %1</source>
        <translation>Anläufe: %1</translation>
    </message>
    <message>
        <source>this is where the task is</source>
        <translation>hier ist die Aufgabe</translation>
    </message>
    <message>
        <source>before: %1</source>
        <translation>zuvor: %1</translation>
    </message>
    <message>
        <source>people: %1</source>
        <translation>Personen: %1</translation>
    </message>
    <message>
        <source>at most %1 min</source>
        <translation>höchstens %1 min</translation>
    </message>
</context>
<context>
    <name>signalbox::StepDetail</name>
    <message>
        <source>at most %1 an attempt</source>
        <translation>höchstens %1 je Anlauf</translation>
    </message>
    <message>
        <source>on failure: %1</source>
        <translation>bei Misserfolg: %1</translation>
    </message>
    <message>
        <source>runs: %1</source>
        <translation>führt aus: %1</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Anlauf</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>Begann</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>Attempts of the step</source>
        <translation>Anläufe des Schritts</translation>
    </message>
    <message>
        <source>Step %1   ·   %2</source>
        <translation>Schritt %1   ·   %2</translation>
    </message>
    <message>
        <source>Feedback from %1: %2</source>
        <translation>Rückmeldung von %1: %2</translation>
    </message>
    <message>
        <source>left</source>
        <translation>verlassen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>   (technical failures: %1)</source>
        <translation>   (technische Fehler: %1)</translation>
    </message>
    <message>
        <source>commit %1</source>
        <translation>Commit %1</translation>
    </message>
</context>
<context>
    <name>signalbox::StepGraph</name>
    <message>
        <source>Steps of the task</source>
        <translation>Schritte der Aufgabe</translation>
    </message>
    <message>
        <source>0 of 1 agreed</source>
        <translation>0 von 1 zugestimmt</translation>
    </message>
    <message>
        <source>sent back %1×</source>
        <translation>%1× zurückgeschickt</translation>
    </message>
</context>
<context>
    <name>signalbox::SubmitPane</name>
    <message>
        <source>&amp;Submit task   Ctrl+Enter</source>
        <translation>Aufgabe ein&amp;reichen   Strg+Eingabe</translation>
    </message>
    <message>
        <source>in a few words, for example: fix flaky parser test</source>
        <translation>in wenigen Worten, zum Beispiel: wackligen Parsertest reparieren</translation>
    </message>
    <message>
        <source>What is to be done, and what is known about it</source>
        <translation>Was zu tun ist und was darüber bekannt ist</translation>
    </message>
    <message>
        <source>One a line: what must be true when it is done</source>
        <translation>Eines je Zeile: was wahr sein muss, wenn es getan ist</translation>
    </message>
    <message>
        <source>as the blueprint says</source>
        <translation>wie der Ablauf es sagt</translation>
    </message>
    <message>
        <source>&amp;Repository</source>
        <translation>&amp;Repository</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Titel</translation>
    </message>
    <message>
        <source>&amp;What to do</source>
        <translation>&amp;Was zu tun ist</translation>
    </message>
    <message>
        <source>&amp;Accept when</source>
        <translation>&amp;Annehmen, wenn</translation>
    </message>
    <message>
        <source>&amp;Blueprint</source>
        <translation>A&amp;blauf</translation>
    </message>
    <message>
        <source>A&amp;gent command</source>
        <translation>A&amp;gentenbefehl</translation>
    </message>
    <message>
        <source>&amp;Priority</source>
        <translation>&amp;Vorrang</translation>
    </message>
    <message>
        <source>Submit the task</source>
        <translation>Die Aufgabe einreichen</translation>
    </message>
    <message>
        <source>the repository&apos;s own</source>
        <translation>der eigene des Repositorys</translation>
    </message>
    <message>
        <source>Add a repository first.</source>
        <translation>Erst ein Repository hinzufügen.</translation>
    </message>
    <message>
        <source>A title is needed.</source>
        <translation>Ein Titel ist nötig.</translation>
    </message>
    <message>
        <source>Say what is to be done.</source>
        <translation>Sagen, was zu tun ist.</translation>
    </message>
</context>
<context>
    <name>signalbox::TaskHeader</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>for %1, known because %2</source>
        <translation>seit %1, bekannt, weil %2</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>verlangt</translation>
    </message>
    <message>
        <source>accept when</source>
        <translation>annehmen, wenn</translation>
    </message>
    <message>
        <source>   from %1 at %2</source>
        <translation>   von %1 bei %2</translation>
    </message>
    <message>
        <source>   work at %1</source>
        <translation>   Arbeit bei %1</translation>
    </message>
    <message>
        <source>repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>%1, %2 ago</source>
        <translation>%1, vor %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>   sent back %1 of at most %2 times</source>
        <translation>   %1 von höchstens %2 Mal zurückgeschickt</translation>
    </message>
    <message>
        <source>submitted by</source>
        <translation>eingereicht von</translation>
    </message>
    <message>
        <source>blueprint</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <translation>%1 %2, %3</translation>
    </message>
    <message>
        <source>published</source>
        <translation>veröffentlicht</translation>
    </message>
    <message>
        <source>branch %1 at %2</source>
        <translation>Zweig %1 auf %2</translation>
    </message>
</context>
<context>
    <name>signalbox::TaskPane</name>
    <message>
        <source>&amp;Cancel the task ...</source>
        <translation>Aufgabe ab&amp;brechen ...</translation>
    </message>
    <message>
        <source>The task stops, what it did is undone, and its machine is removed.</source>
        <translation>Die Aufgabe hält an, was sie tat, wird rückgängig gemacht, und ihre Maschine wird entfernt.</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>cancelled in the console</source>
        <translation>in der Konsole abgebrochen</translation>
    </message>
    <message>
        <source>Send the task &amp;on</source>
        <translation>Aufgabe &amp;weiterschicken</translation>
    </message>
    <message>
        <source>Step to go on at</source>
        <translation>Schritt, bei dem es weitergeht</translation>
    </message>
    <message>
        <source>Feedback for the agent (may be empty)</source>
        <translation>Rückmeldung an den Agenten (darf leer sein)</translation>
    </message>
    <message>
        <source>Feedback for the agent</source>
        <translation>Rückmeldung an den Agenten</translation>
    </message>
    <message>
        <source>Send it &amp;on</source>
        <translation>&amp;Weiterschicken</translation>
    </message>
    <message>
        <source>&amp;Cancel the task</source>
        <translation>Aufgabe ab&amp;brechen</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>bei %1</translation>
    </message>
    <message>
        <source>No task chosen</source>
        <translation>Keine Aufgabe gewählt</translation>
    </message>
    <message>
        <source>J and K walk through the fleet; Ctrl+K finds everything.</source>
        <translation>J und K gehen durch die Flotte; Strg+K findet alles.</translation>
    </message>
    <message>
        <source>Reading task %1 ...</source>
        <translation>Aufgabe %1 wird gelesen ...</translation>
    </message>
    <message>
        <source>&amp;Grant the task a larger budget ...</source>
        <translation>Der Aufgabe ein &amp;größeres Budget gewähren …</translation>
    </message>
    <message>
        <source>Raise its bud&amp;get ...</source>
        <translation>&amp;Budget erhöhen …</translation>
    </message>
</context>
<context>
    <name>signalbox::TerminalPane</name>
    <message>
        <source>What you do in an attempt&apos;s machine can change its result. Who opens a terminal, and when, is in the audit log and in the task&apos;s log.</source>
        <translation>Was Sie in der Maschine eines Versuchs tun, kann sein Ergebnis ändern. Wer ein Terminal öffnet, und wann, steht im Prüfprotokoll und im Protokoll der Aufgabe.</translation>
    </message>
    <message>
        <source>Too much waits to be typed.</source>
        <translation>Es wartet schon zu viel darauf, getippt zu werden.</translation>
    </message>
    <message>
        <source>%1 characters are too much to paste.</source>
        <translation>%1 Zeichen sind zum Einfügen zu viel.</translation>
    </message>
    <message>
        <source>&amp;Open a terminal</source>
        <translation>Ein Terminal ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Close the terminal</source>
        <translation>Das Terminal s&amp;chließen</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>Task %1: %2</source>
        <translation>Aufgabe %1: %2</translation>
    </message>
    <message>
        <source>The past has no terminals</source>
        <translation>Die Vergangenheit hat keine Terminals</translation>
    </message>
    <message>
        <source>Go back to now to enter a machine.</source>
        <translation>Gehen Sie zurück zum Jetzt, um eine Maschine zu betreten.</translation>
    </message>
    <message>
        <source>No machine can be entered</source>
        <translation>Keine Maschine kann betreten werden</translation>
    </message>
    <message>
        <source>Only the machine of an attempt can be, while it runs.</source>
        <translation>Nur die eines Versuchs, solange er läuft.</translation>
    </message>
    <message>
        <source>No terminal is open</source>
        <translation>Kein Terminal ist offen</translation>
    </message>
    <message>
        <source>It runs as the agent&apos;s user, beside the agent&apos;s own session.</source>
        <translation>Es läuft als Benutzer des Agenten, neben dessen eigener Sitzung.</translation>
    </message>
    <message>
        <source>Close this terminal before you open one in %1.</source>
        <translation>Schließen Sie dieses Terminal, bevor Sie eines in %1 öffnen.</translation>
    </message>
    <message>
        <source>Terminal in %1</source>
        <translation>Terminal in %1</translation>
    </message>
    <message>
        <source>Open in %1, as the agent&apos;s user</source>
        <translation>Offen in %1, als Benutzer des Agenten</translation>
    </message>
    <message>
        <source>It is closed: %1</source>
        <translation>Es ist geschlossen: %1</translation>
    </message>
    <message>
        <source>Opening a terminal in %1</source>
        <translation>Ein Terminal in %1 wird geöffnet</translation>
    </message>
    <message>
        <source>You closed it.</source>
        <translation>Sie haben es geschlossen.</translation>
    </message>
</context>
<context>
    <name>signalbox::TerminalView</name>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>All keys go to the program. Ctrl and a digit goes to another pane, Ctrl+Shift+C copies, Ctrl+Shift+V pastes.</source>
        <translation>Alle Tasten gehen an das Programm. Strg mit einer Ziffer geht zu einem anderen Bereich, Strg+Umschalt+C kopiert, Strg+Umschalt+V fügt ein.</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
</context>
<context>
    <name>signalbox::TimeBar</name>
    <message>
        <source>One event &amp;back</source>
        <translation>Ein Ereignis &amp;zurück</translation>
    </message>
    <message>
        <source>One event &amp;on</source>
        <translation>Ein Ereignis &amp;vor</translation>
    </message>
    <message>
        <source>Back to &amp;now</source>
        <translation>Zurück zum &amp;Jetzt</translation>
    </message>
    <message>
        <source>Moment of the task&apos;s history</source>
        <translation>Augenblick in der Geschichte der Aufgabe</translation>
    </message>
    <message>
        <source>Move back to see the task as it was then</source>
        <translation>Zurückschieben, um die Aufgabe zu sehen, wie sie damals war</translation>
    </message>
    <message>
        <source>the past: event %1 of %2</source>
        <translation>Vergangenheit: Ereignis %1 von %2</translation>
    </message>
    <message>
        <source>now: event %1</source>
        <translation>jetzt: Ereignis %1</translation>
    </message>
    <message>
        <source>The &amp;whole fleet</source>
        <translation>Die &amp;ganze Flotte</translation>
    </message>
    <message>
        <source>Move through the past of the whole fleet, not of this task alone</source>
        <translation>Durch die Vergangenheit der ganzen Flotte gehen, nicht nur dieser Aufgabe</translation>
    </message>
    <message>
        <source>Moment of the fleet&apos;s history</source>
        <translation>Augenblick in der Geschichte der Flotte</translation>
    </message>
    <message>
        <source>Move back to see the whole fleet as it was then</source>
        <translation>Zurückschieben, um die ganze Flotte zu sehen, wie sie damals war</translation>
    </message>
    <message>
        <source>reading event %1 of %2 ...</source>
        <translation>Ereignis %1 von %2 wird gelesen ...</translation>
    </message>
</context>
<context>
    <name>signalbox::TimelineModel</name>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
</context>
<context>
    <name>signalbox::TimelinePane</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitlinie</translation>
    </message>
    <message>
        <source>Enter or a double click shows the task as it was after that event</source>
        <translation>Eingabe oder Doppelklick zeigt die Aufgabe, wie sie nach diesem Ereignis war</translation>
    </message>
</context>
<context>
    <name>signalbox::Together</name>
    <message>
        <source>the evidence that stands is not the one that is asked about</source>
        <translation>die geltenden Nachweise sind nicht die, nach denen gefragt wird</translation>
    </message>
    <message>
        <source>the change that stands is not the one that is asked about</source>
        <translation>die geltende Änderung ist nicht die, nach der gefragt wird</translation>
    </message>
    <message>
        <source>reading ...</source>
        <translation>wird gelesen ...</translation>
    </message>
    <message>
        <source>all %1 passed</source>
        <translation>alle %1 bestanden</translation>
    </message>
    <message>
        <source>%1 of %2 passed; not: %3</source>
        <translation>%1 von %2 bestanden; nicht: %3</translation>
    </message>
    <message>
        <source>not recorded: %1</source>
        <translation>nicht aufgezeichnet: %1</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>markiert</translation>
    </message>
    <message>
        <source>not marked</source>
        <translation>nicht markiert</translation>
    </message>
    <message>
        <source>new or changed a moment ago: look at it, then mark it</source>
        <translation>neu oder eben geändert: erst ansehen, dann markieren</translation>
    </message>
    <message>
        <source>settled meanwhile, not by you</source>
        <translation>inzwischen erledigt, nicht von Ihnen</translation>
    </message>
    <message>
        <source>you have decided; others must still agree</source>
        <translation>Sie haben entschieden; andere müssen noch zustimmen</translation>
    </message>
    <message>
        <source>decided, on its way</source>
        <translation>entschieden, unterwegs</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>Repository %1, step %2, blueprint %3; each needs %4 to agree</source>
        <translation>Repository %1, Schritt %2, Ablauf %3; jede braucht Zustimmungen: %4</translation>
    </message>
    <message>
        <source>Passed by all: %1</source>
        <translation>Von allen bestanden: %1</translation>
    </message>
    <message>
        <source>Touched by all: %1</source>
        <translation>Von allen geändert: %1</translation>
    </message>
    <message>
        <source>Trees: %1 different ones, each vote binds its own</source>
        <translation>Bäume: %1 verschiedene, jede Stimme bindet ihren eigenen</translation>
    </message>
    <message>
        <source>Not passed everywhere: %1</source>
        <translation>Nicht überall bestanden: %1</translation>
    </message>
    <message>
        <source>Lines changed: from %1 to %2</source>
        <translation>Geänderte Zeilen: von %1 bis %2</translation>
    </message>
    <message>
        <source>binds tree %1, evidence %2</source>
        <translation>bindet Baum %1, Nachweise %2</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Your vote</source>
        <translation>Ihre Stimme</translation>
    </message>
</context>
<context>
    <name>signalbox::TogetherView</name>
    <message>
        <source>Decisions that ask the same</source>
        <translation>Gleiche Fragen</translation>
    </message>
    <message>
        <source>Space marks, Enter shows one by itself</source>
        <translation>Leertaste markiert, Eingabe zeigt eine für sich</translation>
    </message>
    <message>
        <source>Decisions that ask the same: %1, marked: %2</source>
        <translation>Gleiche Fragen: %1, markiert: %2</translation>
    </message>
</context>
<context>
    <name>signalbox::ToolCallBar</name>
    <message>
        <source>&amp;Allow this tool call</source>
        <translation>Diesen Werkzeugaufruf erl&amp;auben</translation>
    </message>
    <message>
        <source>Allow it in this &amp;task</source>
        <translation>In dieser &amp;Aufgabe erlauben</translation>
    </message>
    <message>
        <source>&amp;Deny this tool call</source>
        <translation>Diesen Werkzeugaufruf ver&amp;weigern</translation>
    </message>
    <message>
        <source>What the agent wants to do</source>
        <translation>Was der Agent tun will</translation>
    </message>
    <message>
        <source>What the agent is told (optional)</source>
        <translation>Was dem Agenten gesagt wird (freiwillig)</translation>
    </message>
    <message>
        <source>Exactly this, once</source>
        <translation>Genau dies, einmal</translation>
    </message>
    <message>
        <source>Exactly this, whenever the agent asks for it in the rest of the task</source>
        <translation>Genau dies, wann immer der Agent im Rest der Aufgabe danach fragt</translation>
    </message>
    <message>
        <source>The agent wants to use %1 and waits for you</source>
        <translation>Der Agent will %1 benutzen und wartet auf Sie</translation>
    </message>
    <message>
        <source>The agent wants to use %1 and waits for you (first of %2)</source>
        <translation>Der Agent will %1 benutzen und wartet auf Sie (die erste von %2 Fragen)</translation>
    </message>
    <message>
        <source>%1 risk: %2, in %3</source>
        <translation>Risiko %1: %2, in %3</translation>
    </message>
    <message>
        <source>%1 risk: %2, %3</source>
        <translation>Risiko %1: %2, %3</translation>
    </message>
</context>
<context>
    <name>signalbox::TopBar</name>
    <message>
        <source>no machines: %1</source>
        <translation>keine Maschinen: %1</translation>
    </message>
    <message>
        <source>looking at what machines this host can run ...</source>
        <translation>es wird geprüft, welche Maschinen dieser Rechner kann ...</translation>
    </message>
    <message>
        <source>NOT ISOLATED: tasks run as processes of this host</source>
        <translation>NICHT ABGESCHOTTET: Aufgaben laufen als Prozesse dieses Rechners</translation>
    </message>
    <message>
        <source>hardware virtualization (kvm)</source>
        <translation>Hardware-Virtualisierung (kvm)</translation>
    </message>
    <message>
        <source>software emulation (%1), slower</source>
        <translation>Software-Emulation (%1), langsamer</translation>
    </message>
    <message>
        <source>no image built yet</source>
        <translation>noch kein Abbild gebaut</translation>
    </message>
    <message>
        <source>images: %1</source>
        <translation>Abbilder: %1</translation>
    </message>
    <message>
        <source>%1 at work</source>
        <translation>%1 bei der Arbeit</translation>
    </message>
    <message>
        <source>Search and commands   %1</source>
        <translation>Suche und Befehle   %1</translation>
    </message>
    <message>
        <source>Search and commands</source>
        <translation>Suche und Befehle</translation>
    </message>
    <message>
        <source>not isolated</source>
        <translation>nicht abgeschottet</translation>
    </message>
    <message>
        <source>NOT ISOLATED</source>
        <translation>NICHT ABGESCHOTTET</translation>
    </message>
    <message>
        <source>Tasks run as processes of this host, without a virtual machine: for development only.</source>
        <translation>Aufgaben laufen als Prozesse dieses Rechners, ohne virtuelle Maschine: nur für die Entwicklung.</translation>
    </message>
    <message>
        <source>alerts: %1</source>
        <translation>Meldungen: %1</translation>
    </message>
    <message>
        <source>nothing needs you</source>
        <translation>nichts braucht Sie</translation>
    </message>
    <message>
        <source>needs you: %1</source>
        <translation>braucht Sie: %1</translation>
    </message>
    <message>
        <source>running: %1</source>
        <translation>läuft: %1</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>gescheitert: %1</translation>
    </message>
    <message>
        <source>no machines</source>
        <translation>keine Maschinen</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>core: %1, %2</source>
        <translation>Kern: %1, %2</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>core: %1, connecting</source>
        <translation>Kern: %1, verbindet</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>core: %1, connection lost</source>
        <translation>Kern: %1, Verbindung verloren</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>core: %1, not connected</source>
        <translation>Kern: %1, nicht verbunden</translation>
    </message>
    <message>
        <source>%1 of %2 machines busy</source>
        <translation>%1 von %2 Maschinen beschäftigt</translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 bereit</translation>
    </message>
    <message>
        <source>at most %1 of one repository</source>
        <translation>höchstens %1 von einem Repository</translation>
    </message>
    <message>
        <source>%1
You are %2 here: %3.</source>
        <translation>%1
Sie sind hier %2: %3.</translation>
    </message>
</context>
<context>
    <name>signalbox::VisibleText</name>
    <message>
        <source> ... +%1 characters</source>
        <translation> ... +%1 Zeichen</translation>
    </message>
</context>
<context>
    <name>signalbox::Welcome</name>
    <message>
        <source>Signalbox is ready for its first task</source>
        <translation>Signalbox ist bereit für die erste Aufgabe</translation>
    </message>
    <message>
        <source>For development only: tasks run as processes of this host, NOT in virtual machines.</source>
        <translation>Nur für die Entwicklung: Aufgaben laufen als Prozesse dieses Rechners, NICHT in virtuellen Maschinen.</translation>
    </message>
    <message>
        <source>Each task runs in a virtual machine of its own.</source>
        <translation>Jede Aufgabe läuft in einer eigenen virtuellen Maschine.</translation>
    </message>
    <message>
        <source> Gates check what the agent did, and you decide what is published.</source>
        <translation> Prüfungen sehen nach, was der Agent tat, und Sie entscheiden, was veröffentlicht wird.</translation>
    </message>
    <message>
        <source>No core to talk to</source>
        <translation>Kein Kern erreichbar</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>Verbindung zum Kern wird hergestellt ...</translation>
    </message>
</context>
</TS>
