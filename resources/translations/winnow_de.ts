<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy record as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;top, to be resumed later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel this hypothesis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel what &amp;waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel &amp;all that is left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart what &amp;failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screen this list a&amp;gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your verdict: &amp;advance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your verdict: &amp;reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your verdict: &amp;unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;No verdict of yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the rea&amp;son</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Playground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Columns…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next hypothesis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre&amp;vious hypothesis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the &amp;dial cannot do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Winnow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open a list…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the &amp;sample list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a &amp;model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export results…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>Something went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The store cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language changes at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These settings cannot be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine&apos;s settings were not changed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BudgetDial</name>
    <message>
        <source>tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln thinking token(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare two screens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only verdicts that changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdicts of both screens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decided by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences of the plans</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: both were run under the same plan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln hypothesis(es) stand in both</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %Ln verdict(s) changed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>; {0} only in the first, {1} only in the second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1} of {2} tokens</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>The sample list cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The screen cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They cannot be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The results cannot be exported</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DetailView</name>
    <message>
        <source>Hypothesis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Traces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a hypothesis to see its traces and its record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason, then choose a verdict or press Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason of your verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} by {1}, {2}; the model says {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not done: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not done yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Triage rejected it; it gets no deep pass.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comes if triage lets it go on.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DialCard</name>
    <message>
        <source>Thinking budget, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking tokens at most, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often thinking that ends by itself is sent on with “Wait”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Lists ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a list of hypotheses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn a dial by one step, by a doubling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arrows, page keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow a trace again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+End</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold or unfold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Within views</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the dial cannot do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Winnow {0} screens research hypotheses with a reasoning model on your own hardware.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The method is that of “s1: Simple test-time scaling” (arXiv 2501.19393). Inference is by llama.cpp, the window by Qt (LGPL). Winnow is under the Apache License 2.0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo model&apos;s verdicts mean nothing outside its own made-up world.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Records: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Winnow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A screen is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop it and close?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was completed is kept. The rest is offered to be resumed at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Fold</name>
    <message>
        <source>unfolded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folded</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>The store cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Triaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unfinished</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Screens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use its plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the dials as this screen had them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select two screens to compare their verdicts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No screen yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Open {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hypotheses that are used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows that are left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {0} is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read as: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your label (never shown to a model)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detail, shown to the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not used</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln hypothesis(es) will be screened</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %Ln row(s) left out</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Used ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} as in row {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImportModel</name>
    <message>
        <source>The list cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Judgements</name>
    <message>
        <source>Your verdict was not recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: no verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LivePane</name>
    <message>
        <source>Live trace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live trace of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking tokens of the budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{0}, P(advance) {1}, %Ln token(s), {2}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo model&apos;s verdicts mean nothing outside its own made-up world.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screen &amp;again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dials are set as in the screen of {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported to {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} are triaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The screen of {0} is unfinished: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{0}: {1} of {2} survived triage, %Ln error(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The screen is complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One list at a time; the first one was taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pasted text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no list on the clipboard; copy its lines or its file first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PassView</name>
    <message>
        <source>Thinking, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer&apos;s fields, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer as written</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Thought for %Ln token(s), {0}, {1}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln of {0} Waits used</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Not done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, P(advance) {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanDialog</name>
    <message>
        <source>Settings of the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Survive at P(advance) of at least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Unsure” survives triage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the rejects that is audited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The deep pass goes on from the triage trace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Triage prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deep prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who survives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the rejects that gets the deep pass anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sampling (temperature 0 is greedy)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-k (0 is off)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-p (1 is off)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min-p (0 is off)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Triage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deep pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use these</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanPanel</name>
    <message>
        <source>A small budget for all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A large one for those that survive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the dial cannot do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s) so far, {0}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>; about {0} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tokens/s on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo: 64, then 1,024 and 4 Waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick: 128, then 2,048</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard: 512, then 8,192 and 1 Wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thorough: 1,024, then 16,384 and 2 Waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a list to see what it will cost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>about %Ln token(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %Ln token(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{0}; minutes are known after this model&apos;s first run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1} on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; so far {0} survive</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlaygroundModel</name>
    <message>
        <source>That cannot be asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The generation ended early</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking tokens at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All that the context leaves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking tokens at least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer tokens at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Think</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Example: s1&apos;s raspberry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Thought for %Ln token(s), {0}, {1}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln Wait(s) used</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a prompt first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A screen is running; wait for its end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; kept as trace {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped; this generation is not kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trace appears here as it is written.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>Winnow does not know this error. What was completed is kept; the details are in {0}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecordView</name>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> ({0} of {1} layers)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ledger entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry&apos;s hash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tokens, at least {1}, Waits {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tokens, Waits {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>temperature {temperature}, top-k {top_k}, top-p {top_p}, min-p {min_p}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model&apos;s SHA-256</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loaded with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exactness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prompt {0} ({1} reused), thinking {2}, answer {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queue {0}, prompt {1}, decoding {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digest of the ids</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultsTable</name>
    <message>
        <source>Hypotheses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RowsModel</name>
    <message>
        <source>Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Triage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict of the triage pass, and P(advance)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking tokens of the triage pass, of its budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deep pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict of the deep pass, and P(advance)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking tokens of the deep pass, of its budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the deep pass came to another verdict than triage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own verdict, where you set one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to be continued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>survived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>thinking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>That did not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run ended early</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Run %Ln at a time</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Restart the engine and resume</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScreenPage</name>
    <message>
        <source>Drop a list of hypotheses here, paste one, or press Ctrl+O.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screen the sample list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan: {0}, seed {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not screened yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unfinished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>complete</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Selection</name>
    <message>
        <source>The trace cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the demo model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sequences at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the physical cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers on the GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all, where the build has one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Element type of the KV cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact: company cannot change a token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Font size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> pt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell me at the end of a long run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model and engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model and engine can be changed when no screen runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Progress of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine does not sleep while this screen runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sleep is held off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Triage {0} / {1} · survivors {2} · deep {3} / {4}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · errors {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused · {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping · {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · {0} tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · {0} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No list is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln hypothesis(es)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{0}: {1}; screen {2}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <source>Search (Ctrl+F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search in id, title and statement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Survivors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TraceText</name>
    <message>
        <source>Jump to latest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the text again as it grows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>injected: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>end of thinking: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>budget reached: </source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>Traces appear here while a screen runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live traces</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_PathField</name>
    <message>
        <source>the program&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt file</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>limits</name>
    <message>
        <source>Thinking time is a parameter here: you set it, measure what it buys, and hold it fixed when a result has to be reproduced. That is worth something only with these limits in mind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The published gains of budget forcing are on competition mathematics, the friendliest terrain there is. Whether they carry over to your hypotheses is to be measured on your own work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dial has a top end. In the paper more Waits stop helping at about six, and the model begins to loop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its step from 50.0 to 56.7 % on AIME24 is two problems of thirty; the 95 % intervals are 33 to 67 and 39 to 73 %. Ask of any accuracy its n and its interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s1&apos;s traces were distilled from a stronger model. A budget brings out what was learnt; it adds no knowledge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A verdict is a model&apos;s opinion, not a statistical test, and P(advance) is the probability that the model gives to a word.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Exact” means that equal requests give equal tokens on this machine, this build and this model file, whatever runs beside them. It does not hold across machines.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>live</name>
    <message>
        <source>Reading the prompt, {0} tokens, {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, last one {0} ago</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>advance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Triage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deep pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended by budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} min {1} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} + %Ln Wait(s)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
