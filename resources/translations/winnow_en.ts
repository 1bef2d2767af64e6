<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Banners</name>
    <message numerus="yes">
        <source>%Ln more message(s)</source>
        <translation>
            <numerusform>%Ln more message</numerusform>
            <numerusform>%Ln more messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BudgetDial</name>
    <message numerus="yes">
        <source>%Ln thinking token(s)</source>
        <translation>
            <numerusform>%Ln thinking token</numerusform>
            <numerusform>%Ln thinking tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckDialog</name>
    <message numerus="yes">
        <source>%Ln entry(ies); head {0}</source>
        <translation>
            <numerusform>%Ln entry; head {0}</numerusform>
            <numerusform>%Ln entries; head {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pass(es) in doubt: a model&apos;s file was written to meanwhile</source>
        <translation>
            <numerusform>%Ln pass in doubt: a model&apos;s file was written to meanwhile</numerusform>
            <numerusform>%Ln passes in doubt: a model&apos;s file was written to meanwhile</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message numerus="yes">
        <source>%Ln hypothesis(es) stand in both</source>
        <translation>
            <numerusform>%Ln hypothesis stands in both</numerusform>
            <numerusform>%Ln hypotheses stand in both</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %Ln verdict(s) changed</source>
        <translation>
            <numerusform>; %Ln verdict changed</numerusform>
            <numerusform>; %Ln verdicts changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message numerus="yes">
        <source>budget {0}, %Ln Wait(s)</source>
        <translation>
            <numerusform>budget {0}, %Ln Wait</numerusform>
            <numerusform>budget {0}, %Ln Waits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>accuracy, %Ln Wait(s)</source>
        <translation>
            <numerusform>accuracy, %Ln Wait</numerusform>
            <numerusform>accuracy, %Ln Waits</numerusform>
        </translation>
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
    <name>DialPage</name>
    <message numerus="yes">
        <source>%Ln reading(s) of {0}</source>
        <translation>
            <numerusform>%Ln reading of {0}</numerusform>
            <numerusform>%Ln readings of {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s)</source>
        <translation>
            <numerusform>%Ln question</numerusform>
            <numerusform>%Ln questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %Ln row(s) left out</source>
        <translation>
            <numerusform>; %Ln row left out</numerusform>
            <numerusform>; %Ln rows left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>%Ln hypothesis(es) will be screened</source>
        <translation>
            <numerusform>%Ln hypothesis will be screened</numerusform>
            <numerusform>%Ln hypotheses will be screened</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %Ln row(s) left out</source>
        <translation>
            <numerusform>; %Ln row left out</numerusform>
            <numerusform>; %Ln rows left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LivePane</name>
    <message numerus="yes">
        <source>{0}, P(advance) {1}, %Ln token(s), {2}</source>
        <translation>
            <numerusform>{0}, P(advance) {1}, %Ln token, {2}</numerusform>
            <numerusform>{0}, P(advance) {1}, %Ln tokens, {2}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>{0}: {1} of {2} survived triage, %Ln error(s)</source>
        <translation>
            <numerusform>{0}: {1} of {2} survived triage, %Ln error</numerusform>
            <numerusform>{0}: {1} of {2} survived triage, %Ln errors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PassView</name>
    <message numerus="yes">
        <source>Thought for %Ln token(s), {0}, {1}</source>
        <translation>
            <numerusform>Thought for %Ln token, {0}, {1}</numerusform>
            <numerusform>Thought for %Ln tokens, {0}, {1}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln of {0} Waits used</source>
        <translation>
            <numerusform>, %Ln of {0} Waits used</numerusform>
            <numerusform>, %Ln of {0} Waits used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanPanel</name>
    <message numerus="yes">
        <source>%Ln token(s) so far, {0}</source>
        <translation>
            <numerusform>%Ln token so far, {0}</numerusform>
            <numerusform>%Ln tokens so far, {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln token(s)</source>
        <translation>
            <numerusform>about %Ln token</numerusform>
            <numerusform>about %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %Ln token(s)</source>
        <translation>
            <numerusform>at most %Ln token</numerusform>
            <numerusform>at most %Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlaygroundPage</name>
    <message numerus="yes">
        <source>Thought for %Ln token(s), {0}, {1}</source>
        <translation>
            <numerusform>Thought for %Ln token, {0}, {1}</numerusform>
            <numerusform>Thought for %Ln tokens, {0}, {1}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln Wait(s) used</source>
        <translation>
            <numerusform>, %Ln Wait used</numerusform>
            <numerusform>, %Ln Waits used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReplayDialog</name>
    <message numerus="yes">
        <source>%Ln pass(es) replayed</source>
        <translation>
            <numerusform>%Ln pass replayed</numerusform>
            <numerusform>%Ln passes replayed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message numerus="yes">
        <source>Run %Ln at a time</source>
        <translation>
            <numerusform>Run %Ln at a time</numerusform>
            <numerusform>Run %Ln at a time</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message numerus="yes">
        <source>The search index is being made: %Ln trace(s) left</source>
        <translation>
            <numerusform>The search index is being made: %Ln trace left</numerusform>
            <numerusform>The search index is being made: %Ln traces left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln trace(s) found</source>
        <translation>
            <numerusform>%Ln trace found</numerusform>
            <numerusform>%Ln traces found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%Ln hypothesis(es)</source>
        <translation>
            <numerusform>%Ln hypothesis</numerusform>
            <numerusform>%Ln hypotheses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TaskCard</name>
    <message numerus="yes">
        <source>{0} is forgotten, and %Ln file(s) deleted.</source>
        <translation>
            <numerusform>{0} is forgotten, and %Ln file deleted.</numerusform>
            <numerusform>{0} is forgotten, and %Ln files deleted.</numerusform>
        </translation>
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
            <numerusform>{0}: %Ln token, {1}</numerusform>
            <numerusform>{0}: %Ln tokens, {1}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With %Ln good item(s) on the list it would do if every one were kept.</source>
        <translation>
            <numerusform>With %Ln good item on the list it would do if it were kept.</numerusform>
            <numerusform>With %Ln good items on the list it would do if every one were kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At the share that is kept now, %Ln good item(s) on the list would do.</source>
        <translation>
            <numerusform>At the share that is kept now, %Ln good item on the list would do.</numerusform>
            <numerusform>At the share that is kept now, %Ln good items on the list would do.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) could not be measured.</source>
        <translation>
            <numerusform>%Ln item could not be measured.</numerusform>
            <numerusform>%Ln items could not be measured.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sequence(s) at a time, each of {0} tokens</source>
        <translation>
            <numerusform>%Ln sequence at a time, of {0} tokens</numerusform>
            <numerusform>%Ln sequences at a time, each of {0} tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of {0} layer(s) on the GPU</source>
        <translation>
            <numerusform>%Ln of {0} layers on the GPU</numerusform>
            <numerusform>%Ln of {0} layers on the GPU</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Told</name>
    <message numerus="yes">
        <source>Audit of the rejects: %Ln of them drawn, none through yet.</source>
        <translation>
            <numerusform>Audit of the rejects: %Ln of them drawn, none through yet.</numerusform>
            <numerusform>Audit of the rejects: %Ln of them drawn, none through yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Audit: the deep pass is done for %Ln of {0} rejects and would advance {1}</source>
        <translation>
            <numerusform>Audit: the deep pass is done for %Ln of {0} rejects and would advance {1}</numerusform>
            <numerusform>Audit: the deep pass is done for %Ln of {0} rejects and would advance {1}</numerusform>
        </translation>
    </message>
</context>
</TS>
