<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>CoreText</name>
    <message>
        <source>%1 tool calls wait for an answer</source>
        <translation>%1 من استدعاءات الأدوات تنتظر جوابًا</translation>
    </message>
    <message>
        <source>tool call %1 is open</source>
        <translation>استدعاء الأداة %1 مفتوح</translation>
    </message>
    <message>
        <source>technical failure %1 of this attempt</source>
        <translation>العطل التقني %1 في هذه الجولة</translation>
    </message>
    <message>
        <source>%1, attempt %2</source>
        <translation>%1، الجولة %2</translation>
    </message>
    <message>
        <source>machine %1 is leased</source>
        <translation>الآلة %1 مُعارة</translation>
    </message>
    <message>
        <source>%1: waiting for a machine</source>
        <translation>%1: في انتظار آلة</translation>
    </message>
    <message>
        <source>no machine is leased yet</source>
        <translation>لم تُعَر آلة بعد</translation>
    </message>
    <message>
        <source>the core works on it</source>
        <translation>النواة تعمل عليها</translation>
    </message>
    <message>
        <source>the task finished</source>
        <translation>انتهت المهمة</translation>
    </message>
    <message>
        <source>pull request made</source>
        <translation>أُنشئ طلب السحب</translation>
    </message>
    <message>
        <source>being checked before anything is spent</source>
        <translation>يُفحص قبل إنفاق أي شيء</translation>
    </message>
    <message>
        <source>submitted, not yet admitted</source>
        <translation>مقدَّمة ولم تُقبل بعد</translation>
    </message>
    <message>
        <source>%1 of %2 approvals</source>
        <translation>%1 من %2 موافقات</translation>
    </message>
    <message>
        <source>approval %1 is open</source>
        <translation>القرار %1 مفتوح</translation>
    </message>
    <message>
        <source>the task is parked</source>
        <translation>المهمة متوقفة</translation>
    </message>
    <message>
        <source>undoing what was done: %1</source>
        <translation>يُلغى ما أُنجز: %1</translation>
    </message>
    <message>
        <source>compensation is under way</source>
        <translation>التراجع جارٍ</translation>
    </message>
    <message>
        <source>tearing down</source>
        <translation>قيد التفكيك</translation>
    </message>
    <message>
        <source>teardown is under way</source>
        <translation>التفكيك جارٍ</translation>
    </message>
    <message>
        <source>admitted on %1 at %2</source>
        <translation>قُبلت على %1 عند %2</translation>
    </message>
    <message>
        <source>%1 attempts have not brought any work</source>
        <translation>لم تأتِ %1 جولات بأي عمل</translation>
    </message>
    <message>
        <source>the same work (tree %1) has come to %2 %3 times</source>
        <translation>وصل العمل نفسه (الشجرة %1) إلى %2 %3 مرات</translation>
    </message>
    <message>
        <source>the work goes to and fro between two trees, %1 and %2</source>
        <translation>يتأرجح العمل بين شجرتين، %1 و%2</translation>
    </message>
    <message>
        <source>%1 has found exactly the same %2 times</source>
        <translation>وجد %1 الشيء نفسه تمامًا %2 مرات</translation>
    </message>
    <message>
        <source>%1 is not owed (any more)</source>
        <translation>%1 ليس مطلوبًا (بعد الآن)</translation>
    </message>
    <message>
        <source>published as %1</source>
        <translation>نُشر باسم %1</translation>
    </message>
    <message>
        <source>nothing approved covers the present tree, evidence and blueprint</source>
        <translation>لا موافقة تشمل الشجرة والأدلة والمخطط الحالية</translation>
    </message>
    <message>
        <source>its attempt ended</source>
        <translation>انتهت جولته</translation>
    </message>
    <message>
        <source>routed back %1 times, which is the limit; last: %2</source>
        <translation>أُعيدت %1 مرات، وهذا هو الحد؛ آخرها: %2</translation>
    </message>
    <message>
        <source>not sent back once more, since %1; last: %2</source>
        <translation>لم تُعَد مرة أخرى لأن %1؛ آخرها: %2</translation>
    </message>
    <message>
        <source>its machine failed</source>
        <translation>تعطلت آلته</translation>
    </message>
    <message>
        <source>(no answer: %1)</source>
        <translation>(لا جواب: %1)</translation>
    </message>
    <message>
        <source>%1: technical failure: %2</source>
        <translation>%1: عطل تقني: %2</translation>
    </message>
    <message>
        <source>task %1 has finished</source>
        <translation>انتهت المهمة %1</translation>
    </message>
    <message>
        <source>task %1 is ending already</source>
        <translation>المهمة %1 في طريقها إلى الانتهاء</translation>
    </message>
    <message>
        <source>cancelled by %1</source>
        <translation>ألغاها %1</translation>
    </message>
    <message>
        <source>cancelled by %1: %2</source>
        <translation>ألغاها %1: %2</translation>
    </message>
    <message>
        <source>cancelled in the console</source>
        <translation>أُلغيت في وحدة التحكم</translation>
    </message>
    <message>
        <source>nobody decided in time</source>
        <translation>لم يقرر أحد في الوقت المحدد</translation>
    </message>
    <message>
        <source>nobody answered in time</source>
        <translation>لم يُجب أحد في الوقت المحدد</translation>
    </message>
    <message>
        <source>approval %1 expired</source>
        <translation>انتهت مهلة القرار %1</translation>
    </message>
    <message>
        <source>the task&apos;s wall time of %1 is used up</source>
        <translation>استُنفد وقت المهمة البالغ %1</translation>
    </message>
    <message>
        <source>rejected by %1</source>
        <translation>رفضها %1</translation>
    </message>
    <message>
        <source>approved by %1</source>
        <translation>وافق عليها %1</translation>
    </message>
    <message>
        <source>approval %1 is %2, not open</source>
        <translation>القرار %1 حالته %2 وليس مفتوحًا</translation>
    </message>
    <message>
        <source>approval %1 is not open</source>
        <translation>القرار %1 ليس مفتوحًا</translation>
    </message>
    <message>
        <source>%1 is not an approver</source>
        <translation>%1 ليس من أصحاب القرار</translation>
    </message>
    <message>
        <source>approval %1 asks %2, and not %3</source>
        <translation>القرار %1 يسأل %2 لا %3</translation>
    </message>
    <message>
        <source>one of them decides, or delegates it: signalboxctl approval delegate</source>
        <translation>يقرر أحدهم أو يفوّض غيره: signalboxctl approval delegate</translation>
    </message>
    <message>
        <source>what you looked at is not what stands now: the approval binds tree %1 with evidence %2</source>
        <translation>ما نظرت إليه ليس القائم الآن: القرار يربط الشجرة %1 بالأدلة %2</translation>
    </message>
    <message>
        <source>look at the approval again, then decide</source>
        <translation>انظر إلى القرار ثانية ثم قرّر</translation>
    </message>
    <message>
        <source>%1 has already decided on approval %2</source>
        <translation>قرر %1 بالفعل في القرار %2</translation>
    </message>
    <message>
        <source>%1 distinct people are needed</source>
        <translation>يلزم %1 أشخاص مختلفين</translation>
    </message>
    <message>
        <source>a rejection needs feedback</source>
        <translation>الرفض يحتاج إلى ملاحظات</translation>
    </message>
    <message>
        <source>say what must change; it goes to the agent</source>
        <translation>قل ما يجب أن يتغير؛ يصل إلى الوكيل</translation>
    </message>
    <message>
        <source>the question is empty</source>
        <translation>السؤال فارغ</translation>
    </message>
    <message>
        <source>task %1 is not parked</source>
        <translation>المهمة %1 ليست متوقفة</translation>
    </message>
    <message>
        <source>only a task that waits for a person can be sent on again</source>
        <translation>لا تُرسل من جديد إلا مهمة تنتظر شخصًا</translation>
    </message>
    <message>
        <source>task %1 has no step &quot;%2&quot; to go on from</source>
        <translation>ليس للمهمة %1 خطوة «%2» تُستأنف منها</translation>
    </message>
    <message>
        <source>step &quot;%1&quot; lies ahead; going on from it would skip steps</source>
        <translation>الخطوة «%1» لاحقة؛ الاستئناف منها يتخطى خطوات</translation>
    </message>
    <message>
        <source>retry at &quot;%1&quot; or earlier</source>
        <translation>أعد من «%1» أو قبلها</translation>
    </message>
    <message>
        <source>a budget is raised by tokens, by US dollars or by both</source>
        <translation>تُرفع الميزانية بالرموز أو بالدولار أو بكليهما</translation>
    </message>
    <message>
        <source>at most a million million tokens and 100,000 US dollars at a time</source>
        <translation>مليون مليون رمز و100,000 دولار على الأكثر في المرة</translation>
    </message>
    <message>
        <source>task %1 is over; a budget is of no use to it</source>
        <translation>انتهت المهمة %1؛ لا تنفعها ميزانية</translation>
    </message>
    <message>
        <source>task %1 has no dead letter %2</source>
        <translation>ليس للمهمة %1 رسالة ميتة %2</translation>
    </message>
    <message>
        <source>dead letter %1 of task %2 is %3, not open</source>
        <translation>الرسالة الميتة %1 للمهمة %2 حالتها %3 وليست مفتوحة</translation>
    </message>
    <message>
        <source>task %1 is still ending</source>
        <translation>المهمة %1 ما زالت تنتهي</translation>
    </message>
    <message>
        <source>replay it when the task has finished</source>
        <translation>أعد تنفيذها بعد انتهاء المهمة</translation>
    </message>
    <message>
        <source>%1 has not delegated approval %2 to %3</source>
        <translation>لم يفوّض %1 القرار %2 إلى %3</translation>
    </message>
    <message>
        <source>signalboxctl approval delegations tells who did</source>
        <translation>signalboxctl approval delegations يبيّن من فعل</translation>
    </message>
    <message>
        <source>%1 is no approver any more, so nobody is in their name</source>
        <translation>لم يعد %1 صاحب قرار، فلا أحد يقرر باسمه</translation>
    </message>
    <message>
        <source>a decision is delegated to somebody else</source>
        <translation>يُفوَّض القرار إلى شخص آخر</translation>
    </message>
    <message>
        <source>%1 is no approver here, and cannot decide for anybody</source>
        <translation>%1 ليس صاحب قرار هنا ولا يقرر عن أحد</translation>
    </message>
    <message>
        <source>an admin makes somebody one: signalboxctl people roles NAME approver</source>
        <translation>يمنح المدير ذلك: signalboxctl people roles NAME approver</translation>
    </message>
    <message>
        <source>a delegation ends later than now, and within a year</source>
        <translation>ينتهي التفويض بعد الآن وخلال سنة</translation>
    </message>
    <message>
        <source>every decision is delegated for a time only</source>
        <translation>تُفوَّض كل القرارات لمدة محددة فقط</translation>
    </message>
    <message>
        <source>say for how long, or which approval</source>
        <translation>حدد المدة أو القرار</translation>
    </message>
    <message>
        <source>approval %1 does not ask %2</source>
        <translation>القرار %1 لا يسأل %2</translation>
    </message>
    <message>
        <source>there are %1 delegations</source>
        <translation>يوجد %1 تفويضًا</translation>
    </message>
    <message>
        <source>revoke some of them first</source>
        <translation>اسحب بعضها أولًا</translation>
    </message>
    <message>
        <source>there is no delegation %1</source>
        <translation>لا يوجد تفويض %1</translation>
    </message>
    <message>
        <source>delegation %1 is neither from nor to %2</source>
        <translation>التفويض %1 ليس من %2 ولا إليه</translation>
    </message>
    <message>
        <source>this needs the role %1, and %2 is %3</source>
        <translation>يتطلب هذا دور %1، و%2 دوره: %3</translation>
    </message>
    <message>
        <source>an admin gives it: signalboxctl people roles %1 %2</source>
        <translation>يمنحه المدير: signalboxctl people roles %1 %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no role</source>
        <translation>«%1» ليس دورًا</translation>
    </message>
    <message>
        <source>viewer, operator, approver or admin, or several of them</source>
        <translation>viewer أو operator أو approver أو admin أو عدة منها</translation>
    </message>
    <message>
        <source>a person has at least one role</source>
        <translation>للشخص دور واحد على الأقل</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither a person nor a role</source>
        <translation>«%1» ليس شخصًا ولا دورًا</translation>
    </message>
    <message>
        <source>write a name, or role:approver or role:admin</source>
        <translation>اكتب اسمًا أو role:approver أو role:admin</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no name for a repository</source>
        <translation>«%1» ليس اسمًا لمستودع</translation>
    </message>
    <message>
        <source>use letters, digits, &apos;.&apos;, &apos;_&apos;, &apos;-&apos; and &apos;/&apos;, at most 100</source>
        <translation>استعمل الحروف والأرقام و&apos;.&apos; و&apos;_&apos; و&apos;-&apos; و&apos;/&apos; حتى 100</translation>
    </message>
    <message>
        <source>the repository %1 has a URL, branch or blueprint that cannot be</source>
        <translation>للمستودع %1 عنوان أو فرع أو مخطط لا يصح</translation>
    </message>
    <message>
        <source>they are one line each, of at most 2000 characters</source>
        <translation>كل منها سطر واحد لا يتجاوز 2000 حرف</translation>
    </message>
    <message>
        <source>the repository %1 has no URL</source>
        <translation>ليس للمستودع %1 عنوان</translation>
    </message>
    <message>
        <source>a repository named %1 exists, with URL %2</source>
        <translation>يوجد مستودع باسم %1 عنوانه %2</translation>
    </message>
    <message>
        <source>remove it first, or choose another name</source>
        <translation>أزله أولًا أو اختر اسمًا آخر</translation>
    </message>
    <message>
        <source>no repository is named %1</source>
        <translation>لا مستودع باسم %1</translation>
    </message>
    <message>
        <source>no repository is named &quot;%1&quot;</source>
        <translation>لا مستودع باسم «%1»</translation>
    </message>
    <message>
        <source>task %1 still works on %2</source>
        <translation>المهمة %1 ما زالت تعمل على %2</translation>
    </message>
    <message>
        <source>wait for it or cancel it first</source>
        <translation>انتظرها أو ألغها أولًا</translation>
    </message>
    <message>
        <source>%1 tasks are not over, and no more than %2 may be</source>
        <translation>%1 مهمة لم تنته، ولا يُسمح بأكثر من %2</translation>
    </message>
    <message>
        <source>decide, retry or cancel some of them, or start the core with a larger --open-tasks</source>
        <translation>قرّر في بعضها أو أعدها أو ألغها، أو شغّل النواة بقيمة أكبر لـ --open-tasks</translation>
    </message>
    <message>
        <source>%1 tasks wait or are worked on, and the queue holds %2</source>
        <translation>%1 مهمة تنتظر أو قيد العمل، والصف يسع %2</translation>
    </message>
    <message>
        <source>try again when some of them are done, or start the core with a larger --queued-tasks</source>
        <translation>حاول بعد إنجاز بعضها، أو شغّل النواة بقيمة أكبر لـ --queued-tasks</translation>
    </message>
    <message>
        <source>add it with: signalboxctl repo add NAME URL</source>
        <translation>أضفه بالأمر: signalboxctl repo add NAME URL</translation>
    </message>
    <message>
        <source>there is no task %1</source>
        <translation>لا توجد مهمة %1</translation>
    </message>
    <message>
        <source>there is no approval %1</source>
        <translation>لا يوجد قرار %1</translation>
    </message>
    <message>
        <source>no tool call %1 waits for an answer (any more)</source>
        <translation>لا ينتظر استدعاء الأداة %1 جوابًا (بعد الآن)</translation>
    </message>
    <message>
        <source>signalboxctl approval list tells what does</source>
        <translation>signalboxctl approval list يبيّن ما ينتظر</translation>
    </message>
    <message>
        <source>attempt %1 of step &quot;%2&quot; does not run</source>
        <translation>الجولة %1 من الخطوة «%2» لا تعمل</translation>
    </message>
    <message>
        <source>the tool call %1 is %2, not open</source>
        <translation>استدعاء الأداة %1 حالته %2 وليس مفتوحًا</translation>
    </message>
    <message>
        <source>what you looked at is not what is asked: tool call %1 is the action %2</source>
        <translation>ما نظرت إليه ليس المطلوب: استدعاء الأداة %1 هو الفعل %2</translation>
    </message>
    <message>
        <source>look at it again, then decide</source>
        <translation>انظر إليه ثانية ثم قرّر</translation>
    </message>
    <message>
        <source>%1 is longer than %2 characters</source>
        <translation>%1 أطول من %2 حرفًا</translation>
    </message>
    <message>
        <source>shorten it; what is long belongs into a file of the repository</source>
        <translation>اختصره؛ الطويل مكانه ملف في المستودع</translation>
    </message>
    <message>
        <source>%1 holds the character %2, which does not show</source>
        <translation>%1 يحوي الحرف %2 الذي لا يظهر</translation>
    </message>
    <message>
        <source>write it as one line of plain text</source>
        <translation>اكتبه سطرًا واحدًا من نص عادي</translation>
    </message>
    <message>
        <source>write it as plain text, with line ends and tabs only</source>
        <translation>اكتبه نصًا عاديًا بنهايات أسطر وعلامات جدولة فقط</translation>
    </message>
    <message>
        <source>there are %1 acceptance criteria</source>
        <translation>هناك %1 معيار قبول</translation>
    </message>
    <message>
        <source>name at most %1; several tasks are easier to judge</source>
        <translation>اذكر %1 على الأكثر؛ الحكم على عدة مهام أسهل</translation>
    </message>
    <message>
        <source>acceptance criterion %1</source>
        <translation>معيار القبول %1</translation>
    </message>
    <message>
        <source>leave it out</source>
        <translation>احذفه</translation>
    </message>
    <message>
        <source>the task has no title</source>
        <translation>ليس للمهمة عنوان</translation>
    </message>
    <message>
        <source>give it one of 1 to %1 characters</source>
        <translation>أعطها عنوانًا من 1 إلى %1 حرفًا</translation>
    </message>
    <message>
        <source>the title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>the task&apos;s text</source>
        <translation>نص المهمة</translation>
    </message>
    <message>
        <source>the agent&apos;s command</source>
        <translation>أمر الوكيل</translation>
    </message>
    <message>
        <source>the blueprint&apos;s name</source>
        <translation>اسم المخطط</translation>
    </message>
    <message>
        <source>the idempotency key</source>
        <translation>مفتاح عدم التكرار</translation>
    </message>
    <message>
        <source>the reason</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>the feedback</source>
        <translation>الملاحظات</translation>
    </message>
    <message>
        <source>the comment</source>
        <translation>التعليق</translation>
    </message>
    <message>
        <source>the question</source>
        <translation>السؤال</translation>
    </message>
    <message>
        <source>a priority of %1 is out of range</source>
        <translation>الأولوية %1 خارج النطاق</translation>
    </message>
    <message>
        <source>give one from -%1 to %1; 0 is usual, higher goes first</source>
        <translation>أعط قيمة من ‎-%1 إلى %1؛ المعتاد 0 والأعلى أولًا</translation>
    </message>
    <message>
        <source>repository %1</source>
        <translation>المستودع %1</translation>
    </message>
    <message>
        <source>repository %1 has no branch %2</source>
        <translation>ليس للمستودع %1 فرع %2</translation>
    </message>
    <message>
        <source>register the repository with the branch that pull requests go to</source>
        <translation>سجّل المستودع مع الفرع الذي تذهب إليه طلبات السحب</translation>
    </message>
    <message>
        <source>no blueprint: %1 has no %2 and none was named</source>
        <translation>لا مخطط: ليس لدى %1 %2 ولم يُذكر واحد</translation>
    </message>
    <message>
        <source>commit one, name a shipped one (%1), or register one with the repository</source>
        <translation>أودع واحدًا، أو اذكر واحدًا مرفقًا (%1)، أو سجّل واحدًا مع المستودع</translation>
    </message>
    <message>
        <source>begin with a shipped one (%1), and commit it as %2</source>
        <translation>ابدأ بواحد مرفق (%1) وأودعه باسم %2</translation>
    </message>
    <message>
        <source>blueprint of %1</source>
        <translation>مخطط %1</translation>
    </message>
    <message>
        <source>kept by the core for %1</source>
        <translation>تحفظه النواة لأجل %1</translation>
    </message>
    <message>
        <source>nobody is named to do the work: step &quot;%1&quot; of blueprint %2 has no command</source>
        <translation>لم يُسمَّ من يقوم بالعمل: الخطوة «%1» من المخطط %2 بلا أمر</translation>
    </message>
    <message>
        <source>name an agent (--agent @claude) or a command with the task, or in the blueprint (run)</source>
        <translation>سمِّ وكيلًا (--agent @claude) أو أمرًا مع المهمة أو في المخطط (run)</translation>
    </message>
    <message>
        <source>%1 asks for a machine with %2 %3, and the core gives at most %4</source>
        <translation>يطلب %1 آلة فيها %2 %3، والنواة تعطي %4 على الأكثر</translation>
    </message>
    <message>
        <source>ask for less in the blueprint, or start the core on a larger host or with other limits for machines</source>
        <translation>اطلب أقل في المخطط، أو شغّل النواة على مضيف أكبر أو بحدود أخرى للآلات</translation>
    </message>
    <message>
        <source>processors</source>
        <translation>معالجات</translation>
    </message>
    <message>
        <source>MiB of memory</source>
        <translation>ميبي بايت من الذاكرة</translation>
    </message>
    <message>
        <source>MiB of disk</source>
        <translation>ميبي بايت من القرص</translation>
    </message>
    <message>
        <source>blueprint %1</source>
        <translation>المخطط %1</translation>
    </message>
    <message>
        <source>step &quot;%1&quot; of blueprint %2</source>
        <translation>الخطوة «%1» من المخطط %2</translation>
    </message>
    <message>
        <source>repositories at %1 may not be worked on here</source>
        <translation>لا يجوز العمل هنا على مستودعات عند %1</translation>
    </message>
    <message>
        <source>this core works on: %1</source>
        <translation>تعمل هذه النواة على: %1</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>رمز الخروج %1</translation>
    </message>
    <message>
        <source>killed by signal %1</source>
        <translation>أُنهي بالإشارة %1</translation>
    </message>
    <message>
        <source>stopped after its time limit, at %1</source>
        <translation>أُوقف بعد حده الزمني عند %1</translation>
    </message>
    <message>
        <source>stopped because it wrote too much (%1 bytes)</source>
        <translation>أُوقف لأنه كتب أكثر مما يجوز (%1 بايت)</translation>
    </message>
    <message>
        <source>the command was %1</source>
        <translation>الأمر %1</translation>
    </message>
    <message>
        <source>the command did not end in time; its last output:</source>
        <translation>لم ينته الأمر في الوقت المحدد؛ آخر مخرجاته:</translation>
    </message>
    <message>
        <source>the command wrote too much; its last output:</source>
        <translation>كتب الأمر أكثر مما يجوز؛ آخر مخرجاته:</translation>
    </message>
    <message>
        <source>(the command wrote no output)</source>
        <translation>(لم يكتب الأمر شيئًا)</translation>
    </message>
    <message>
        <source>there are more findings of this kind; they are not listed</source>
        <translation>هناك نتائج أخرى من هذا النوع لم تُدرج</translation>
    </message>
    <message>
        <source>the end of the command&apos;s output:</source>
        <translation>نهاية مخرجات الأمر:</translation>
    </message>
    <message>
        <source>the end of its output:</source>
        <translation>نهاية مخرجاته:</translation>
    </message>
    <message>
        <source>it compiles</source>
        <translation>يُترجَم</translation>
    </message>
    <message>
        <source>it does not compile: %1</source>
        <translation>لا يُترجَم: %1</translation>
    </message>
    <message>
        <source>the linter finds nothing wrong</source>
        <translation>لا يجد المدقق خطأ</translation>
    </message>
    <message>
        <source>the linter objects: %1</source>
        <translation>يعترض المدقق: %1</translation>
    </message>
    <message>
        <source>%1 warning</source>
        <translation>تحذير %1</translation>
    </message>
    <message>
        <source>%1 warnings</source>
        <translation>%1 تحذيرات</translation>
    </message>
    <message>
        <source>%1 error</source>
        <translation>خطأ %1</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>%1 أخطاء</translation>
    </message>
    <message>
        <source>%1 of %2 lines are not run by any test</source>
        <translation>%1 من %2 سطرًا لا يشغّلها أي اختبار</translation>
    </message>
    <message>
        <source>the command that measures coverage failed: %1</source>
        <translation>فشل أمر قياس التغطية: %1</translation>
    </message>
    <message>
        <source>coverage is not known: %1</source>
        <translation>التغطية غير معروفة: %1</translation>
    </message>
    <message>
        <source>%1 % of %2 lines are covered, at least %3 % are asked for</source>
        <translation>غُطي %1 % من %2 سطرًا، والمطلوب %3 % على الأقل</translation>
    </message>
    <message>
        <source>the command wrote no report</source>
        <translation>لم يكتب الأمر تقريرًا</translation>
    </message>
    <message>
        <source>the blueprint names no report for this gate</source>
        <translation>لا يذكر المخطط تقريرًا لهذا الفحص</translation>
    </message>
    <message>
        <source>the blueprint&apos;s path rules cannot be read: %1</source>
        <translation>تتعذر قراءة قواعد المسارات في المخطط: %1</translation>
    </message>
    <message>
        <source>the change is empty: no file differs from the base</source>
        <translation>التغيير فارغ: لا ملف يختلف عن الأساس</translation>
    </message>
    <message>
        <source>%1, but it defines the gates and can only be changed on the base</source>
        <translation>%1، لكنه يعرّف الفحوص ولا يُغيَّر إلا على الأساس</translation>
    </message>
    <message>
        <source>%1, but it is protected by the blueprint</source>
        <translation>%1، لكن المخطط يحميه</translation>
    </message>
    <message>
        <source>%1, but it is outside of the allowed paths (%2)</source>
        <translation>%1، لكنه خارج المسارات المسموح بها (%2)</translation>
    </message>
    <message>
        <source>added</source>
        <translation>أُضيف</translation>
    </message>
    <message>
        <source>modified</source>
        <translation>عُدّل</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>حُذف</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>غُيّر اسمه</translation>
    </message>
    <message>
        <source>%1 changed, all within the allowed paths</source>
        <translation>تغيّر %1، كلها ضمن المسارات المسموح بها</translation>
    </message>
    <message>
        <source>%1 that the change may not touch</source>
        <translation>%1 لا يجوز للتغيير مسها</translation>
    </message>
    <message>
        <source>%1 file</source>
        <translation>ملف %1</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 ملفات</translation>
    </message>
    <message>
        <source>%1 path</source>
        <translation>مسار %1</translation>
    </message>
    <message>
        <source>%1 paths</source>
        <translation>%1 مسارات</translation>
    </message>
    <message>
        <source>the pull-request description is missing or empty</source>
        <translation>وصف طلب السحب مفقود أو فارغ</translation>
    </message>
    <message>
        <source>the pull-request description is longer than %1 characters</source>
        <translation>وصف طلب السحب أطول من %1 حرفًا</translation>
    </message>
    <message>
        <source>there is no description</source>
        <translation>لا يوجد وصف</translation>
    </message>
    <message>
        <source>section &quot;%1&quot;: %2</source>
        <translation>القسم «%1»: %2</translation>
    </message>
    <message>
        <source>it is missing</source>
        <translation>مفقود</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>فارغ</translation>
    </message>
    <message>
        <source>&quot;%1&quot; says nothing</source>
        <translation>«%1» لا يقول شيئًا</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is too short to help a reviewer</source>
        <translation>«%1» أقصر من أن يفيد المراجع</translation>
    </message>
    <message>
        <source>the description says what, why, how to verify and how to roll back</source>
        <translation>يقول الوصف ماذا ولماذا وكيف يُتحقق وكيف يُتراجع</translation>
    </message>
    <message>
        <source>the description lacks %1 of its 4 sections</source>
        <translation>ينقص الوصف %1 من أقسامه الأربعة</translation>
    </message>
    <message>
        <source>there is no usable test report: %1</source>
        <translation>لا يوجد تقرير اختبار صالح: %1</translation>
    </message>
    <message>
        <source>%1; the command ended with %2. The end of its output:</source>
        <translation>%1؛ انتهى الأمر بـ %2. نهاية مخرجاته:</translation>
    </message>
    <message>
        <source>no baseline: the tests of the base could not be judged: %1</source>
        <translation>لا مرجع: تعذر الحكم على اختبارات الأساس: %1</translation>
    </message>
    <message>
        <source>no baseline: the change&apos;s tests could not be judged on the base: %1</source>
        <translation>لا مرجع: تعذر الحكم على اختبارات التغيير على الأساس: %1</translation>
    </message>
    <message>
        <source>the command&apos;s output on the base, without the change:</source>
        <translation>مخرجات الأمر على الأساس دون التغيير:</translation>
    </message>
    <message>
        <source>the command&apos;s output on the base with the change&apos;s tests:</source>
        <translation>مخرجات الأمر على الأساس مع اختبارات التغيير:</translation>
    </message>
    <message>
        <source>this test of the base is gone (deleted or renamed)</source>
        <translation>اختفى هذا الاختبار من الأساس (حُذف أو غُيّر اسمه)</translation>
    </message>
    <message>
        <source>the base has this test %1 times, the change %2 times</source>
        <translation>للأساس هذا الاختبار %1 مرات وللتغيير %2 مرات</translation>
    </message>
    <message>
        <source>this test runs on the base and is skipped by the change</source>
        <translation>يعمل هذا الاختبار على الأساس ويتخطاه التغيير</translation>
    </message>
    <message>
        <source>with the base&apos;s version of the changed test files the run gives no usable report (%1); the end of its output:</source>
        <translation>بنسخة الأساس من ملفات الاختبار المعدلة لا يعطي التشغيل تقريرًا صالحًا (%1)؛ نهاية مخرجاته:</translation>
    </message>
    <message>
        <source>the base&apos;s version of this test passes on the base and fails on the change: %1</source>
        <translation>نسخة الأساس من هذا الاختبار تنجح على الأساس وتفشل على التغيير: %1</translation>
    </message>
    <message>
        <source>the base&apos;s version of this test passes on the base and does not run on the change</source>
        <translation>نسخة الأساس من هذا الاختبار تنجح على الأساس ولا تعمل على التغيير</translation>
    </message>
    <message>
        <source>%1 of %2 failed</source>
        <translation>فشل %1 من %2</translation>
    </message>
    <message>
        <source>no test failed, but the command did: %1</source>
        <translation>لم يفشل اختبار، لكن الأمر فشل: %1</translation>
    </message>
    <message>
        <source>no test ran</source>
        <translation>لم يعمل أي اختبار</translation>
    </message>
    <message>
        <source>every test was skipped</source>
        <translation>تُخطي كل اختبار</translation>
    </message>
    <message>
        <source>no test ran; the end of the output:</source>
        <translation>لم يعمل أي اختبار؛ نهاية المخرجات:</translation>
    </message>
    <message>
        <source>every test was skipped; the end of the output:</source>
        <translation>تُخطي كل اختبار؛ نهاية المخرجات:</translation>
    </message>
    <message>
        <source>%1 test passed</source>
        <translation>نجح %1 اختبار</translation>
    </message>
    <message>
        <source>%1 tests passed</source>
        <translation>نجحت %1 اختبارات</translation>
    </message>
    <message>
        <source>%1 skipped</source>
        <translation>تُخطي %1</translation>
    </message>
    <message>
        <source>%1 test</source>
        <translation>%1 اختبار</translation>
    </message>
    <message>
        <source>%1 tests</source>
        <translation>%1 اختبارات</translation>
    </message>
    <message>
        <source>the change has no test</source>
        <translation>ليس للتغيير اختبار</translation>
    </message>
    <message>
        <source>every test is skipped</source>
        <translation>يُتخطى كل اختبار</translation>
    </message>
    <message>
        <source>%1 (%2 new), none deleted, newly skipped or weakened</source>
        <translation>%1 (%2 جديدة)، لم يُحذف شيء أو يُتخطَّ أو يُضعَّف</translation>
    </message>
    <message>
        <source>%1 test of the base is gone</source>
        <translation>اختفى %1 اختبار من الأساس</translation>
    </message>
    <message>
        <source>%1 tests of the base are gone</source>
        <translation>اختفت %1 اختبارات من الأساس</translation>
    </message>
    <message>
        <source>%1 test is newly skipped</source>
        <translation>يُتخطى %1 اختبار حديثًا</translation>
    </message>
    <message>
        <source>%1 tests are newly skipped</source>
        <translation>تُتخطى %1 اختبارات حديثًا</translation>
    </message>
    <message>
        <source>%1 test was weakened</source>
        <translation>ضُعِّف %1 اختبار</translation>
    </message>
    <message>
        <source>%1 tests were weakened</source>
        <translation>ضُعِّفت %1 اختبارات</translation>
    </message>
    <message>
        <source>the base&apos;s version of the changed tests does not run</source>
        <translation>نسخة الأساس من الاختبارات المعدلة لا تعمل</translation>
    </message>
    <message>
        <source>no new test, and no changed test fails on the base</source>
        <translation>لا اختبار جديد ولا معدل يفشل على الأساس</translation>
    </message>
    <message>
        <source>%1 on the base as well: nothing shows that the change is needed</source>
        <translation>%1 على الأساس أيضًا: لا شيء يثبت الحاجة إلى التغيير</translation>
    </message>
    <message>
        <source>%1 new test passes</source>
        <translation>ينجح %1 اختبار جديد</translation>
    </message>
    <message>
        <source>%1 new tests pass</source>
        <translation>تنجح %1 اختبارات جديدة</translation>
    </message>
    <message>
        <source>%1 test fails on the base and passes on the change</source>
        <translation>يفشل %1 اختبار على الأساس وينجح على التغيير</translation>
    </message>
    <message>
        <source>%1 tests fail on the base and pass on the change</source>
        <translation>تفشل %1 اختبارات على الأساس وتنجح على التغيير</translation>
    </message>
    <message>
        <source>this new test passes without the change</source>
        <translation>ينجح هذا الاختبار الجديد دون التغيير</translation>
    </message>
    <message>
        <source>fails on the base, passes on the change</source>
        <translation>يفشل على الأساس وينجح على التغيير</translation>
    </message>
    <message>
        <source>cannot be loaded on the base, passes on the change</source>
        <translation>لا يُحمَّل على الأساس وينجح على التغيير</translation>
    </message>
    <message>
        <source>passes on the base as well</source>
        <translation>ينجح على الأساس أيضًا</translation>
    </message>
    <message>
        <source>no file of tests was added or modified</source>
        <translation>لم يُضف ملف اختبار ولم يُعدَّل</translation>
    </message>
    <message>
        <source>nothing new: the change adds or modifies no test</source>
        <translation>لا جديد: التغيير لا يضيف اختبارًا ولا يعدّله</translation>
    </message>
    <message>
        <source>the tests do not all pass on the change: %1</source>
        <translation>لا تنجح كل الاختبارات على التغيير: %1</translation>
    </message>
    <message>
        <source>the step &quot;%1&quot; is no gate</source>
        <translation>الخطوة «%1» ليست فحصًا</translation>
    </message>
    <message>
        <source>the blueprint gives no command for the gate &quot;%1&quot;</source>
        <translation>لا يعطي المخطط أمرًا للفحص «%1»</translation>
    </message>
    <message>
        <source>the report&apos;s path &quot;%1&quot; leads out of the checkout</source>
        <translation>مسار التقرير «%1» يخرج من النسخة</translation>
    </message>
    <message>
        <source>the blueprint names no file for the report of the gate &quot;%1&quot;</source>
        <translation>لا يذكر المخطط ملفًا لتقرير الفحص «%1»</translation>
    </message>
    <message>
        <source>the blueprint names no LCOV report for this gate</source>
        <translation>لا يذكر المخطط تقرير LCOV لهذا الفحص</translation>
    </message>
    <message>
        <source>the gate was cancelled</source>
        <translation>أُلغي الفحص</translation>
    </message>
    <message>
        <source>this version knows no such gate</source>
        <translation>لا تعرف هذه النسخة فحصًا كهذا</translation>
    </message>
    <message>
        <source>the machine images changed while the gate &quot;%1&quot; ran</source>
        <translation>تغيرت صور الآلات أثناء عمل الفحص «%1»</translation>
    </message>
    <message>
        <source>it is run again with the new ones</source>
        <translation>يُعاد بالصور الجديدة</translation>
    </message>
    <message>
        <source>the evidence could not be kept</source>
        <translation>تعذر حفظ الأدلة</translation>
    </message>
    <message>
        <source>the blueprint asks for a test report in the format &quot;%1&quot;; junit and tap are read</source>
        <translation>يطلب المخطط تقرير اختبار بصيغة «%1»؛ المقروء junit وtap</translation>
    </message>
    <message>
        <source>open</source>
        <translation>مفتوح</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>مقبول</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>voided</source>
        <translation>ملغى</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>منتهي المهلة</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>ناجح</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>راسب</translation>
    </message>
    <message>
        <source>errored</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>انتهى الوقت</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>بُلغ الحد</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>ملغى</translation>
    </message>
    <message>
        <source>over budget</source>
        <translation>تجاوز الميزانية</translation>
    </message>
    <message>
        <source>published</source>
        <translation>منشور</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>exhausted</source>
        <translation>مستنفد</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>مسموح</translation>
    </message>
    <message>
        <source>denied</source>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>مسحوب</translation>
    </message>
    <message>
        <source>low</source>
        <translation>منخفض</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>متوسط</translation>
    </message>
    <message>
        <source>high</source>
        <translation>مرتفع</translation>
    </message>
    <message>
        <source>replaying</source>
        <translation>يُعاد تنفيذه</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>مغلق</translation>
    </message>
    <message>
        <source>admission</source>
        <translation>القبول</translation>
    </message>
    <message>
        <source>workspace</source>
        <translation>مساحة العمل</translation>
    </message>
    <message>
        <source>agent</source>
        <translation>وكيل</translation>
    </message>
    <message>
        <source>run</source>
        <translation>تشغيل</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>فحص</translation>
    </message>
    <message>
        <source>approval</source>
        <translation>قرار</translation>
    </message>
    <message>
        <source>publish</source>
        <translation>نشر</translation>
    </message>
    <message>
        <source>teardown</source>
        <translation>تفكيك</translation>
    </message>
    <message>
        <source>compiles</source>
        <translation>الترجمة</translation>
    </message>
    <message>
        <source>tests exist</source>
        <translation>وجود الاختبارات</translation>
    </message>
    <message>
        <source>tests pass</source>
        <translation>نجاح الاختبارات</translation>
    </message>
    <message>
        <source>lint</source>
        <translation>التدقيق</translation>
    </message>
    <message>
        <source>coverage</source>
        <translation>التغطية</translation>
    </message>
    <message>
        <source>allowed paths</source>
        <translation>المسارات المسموح بها</translation>
    </message>
    <message>
        <source>pull request</source>
        <translation>طلب السحب</translation>
    </message>
    <message>
        <source>new tests bite</source>
        <translation>فاعلية الاختبارات الجديدة</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
</context>
<context>
    <name>signalbox::AlertsModel</name>
    <message>
        <source>dead letter %1</source>
        <translation>أمر متعذر %1</translation>
    </message>
    <message>
        <source>tried %1 times for the task “%2”, last by %3</source>
        <translation>حوول %1 مرة للمهمة «%2»، آخرها من %3</translation>
    </message>
    <message>
        <source>the core</source>
        <translation>النواة</translation>
    </message>
    <message>
        <source>answers nothing, and nothing moves</source>
        <translation>لا تجيب بشيء ولا يتحرك فيها شيء</translation>
    </message>
    <message>
        <source>burns its processor, and nothing comes out</source>
        <translation>تستهلك معالجها ولا يخرج منها شيء</translation>
    </message>
    <message>
        <source>what it says of itself cannot be</source>
        <translation>ما تقوله عن نفسها لا يمكن أن يكون</translation>
    </message>
    <message>
        <source>broke down</source>
        <translation>تعطلت</translation>
    </message>
    <message>
        <source>machine %1</source>
        <translation>الآلة %1</translation>
    </message>
    <message>
        <source>machines</source>
        <translation>الآلات</translation>
    </message>
    <message>
        <source>organ %1</source>
        <translation>العضو %1</translation>
    </message>
    <message>
        <source>runs again; started anew %1 times</source>
        <translation>يعمل من جديد؛ أعيد بدؤه %1 مرة</translation>
    </message>
    <message>
        <source>%1; started anew %2 times</source>
        <translation>%1؛ أعيد بدؤه %2 مرة</translation>
    </message>
    <message>
        <source>%1
known because: %2</source>
        <translation>%1
عُرف لأن: %2</translation>
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
        <translation>ماذا</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>ما الخلل</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>المهمة</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>منذ</translation>
    </message>
</context>
<context>
    <name>signalbox::AlertsPane</name>
    <message>
        <source>broken</source>
        <translation>معطل</translation>
    </message>
    <message>
        <source>to be watched</source>
        <translation>للمراقبة</translation>
    </message>
    <message>
        <source>over</source>
        <translation>انتهى</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>تنبيهات</translation>
    </message>
    <message>
        <source>&amp;Replay the dead letter</source>
        <translation>أعد الأمر المتعذر (&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Go to the alert&apos;s task</source>
        <translation>اذهب إلى مهمة التنبيه (&amp;G)</translation>
    </message>
    <message>
        <source>Show closed dead letters too</source>
        <translation>أظهر الأوامر المتعذرة المغلقة أيضًا</translation>
    </message>
    <message>
        <source>Nothing is wrong</source>
        <translation>لا خلل في شيء</translation>
    </message>
    <message>
        <source>Work that was given up, machines that hang and parts of the core that fail stand here.</source>
        <translation>هنا تظهر الأعمال المتروكة والآلات المعلقة وأجزاء النواة المتعطلة.</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>جارٍ الاتصال بالنواة ...</translation>
    </message>
    <message>
        <source>what</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>الخلل</translation>
    </message>
    <message>
        <source>known because</source>
        <translation>عُرف لأن</translation>
    </message>
    <message>
        <source>since</source>
        <translation>منذ</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>قبل %1</translation>
    </message>
    <message>
        <source>work</source>
        <translation>العمل</translation>
    </message>
    <message>
        <source>%1, step %2, try %3 of this attempt</source>
        <translation>%1، الخطوة %2، المحاولة %3 من هذه الجولة</translation>
    </message>
    <message>
        <source>state</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>%1, replayed %2 times</source>
        <translation>%1، أعيد %2 مرة</translation>
    </message>
    <message>
        <source>Mend the reason, then replay it: the work is done once more under the same key, so what was done already is not done twice.</source>
        <translation>أصلح السبب ثم أعده: يُنجز العمل مرة أخرى بالمفتاح نفسه، فلا يتكرر ما أُنجز من قبل.</translation>
    </message>
    <message>
        <source>Look at its task&apos;s log; destroying the machine lets the attempt begin again in a new one.</source>
        <translation>انظر في سجل مهمتها؛ تدمير الآلة يجعل الجولة تبدأ من جديد في آلة أخرى.</translation>
    </message>
    <message>
        <source>The core starts it anew by itself; if that fails too often the core ends and is started anew as a whole.</source>
        <translation>تعيد النواة بدءه بنفسها؛ وإن تكرر الفشل كثيرًا انتهت النواة وبدأت كلها من جديد.</translation>
    </message>
    <message>
        <source>what to do</source>
        <translation>ما العمل</translation>
    </message>
</context>
<context>
    <name>signalbox::ApprovalFacts</name>
    <message>
        <source>the blueprint asks for it here; no gate has judged this commit</source>
        <translation>المخطط يطلبه هنا؛ لم يحكم أي فحص على هذا الإيداع</translation>
    </message>
    <message>
        <source>%1 of %2 gates passed on commit %3</source>
        <translation>نجح %1 من %2 فحوص على الإيداع %3</translation>
    </message>
    <message>
        <source>, after being sent back %1×</source>
        <translation>، بعد أن أعيد %1×</translation>
    </message>
    <message>
        <source>%1 approved</source>
        <translation>وافق %1</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>رفض %1</translation>
    </message>
    <message>
        <source>%1 of %2 people have agreed</source>
        <translation>وافق %1 من %2 أشخاص</translation>
    </message>
    <message>
        <source>nobody: one yes is enough</source>
        <translation>لا أحد: تكفي موافقة واحدة</translation>
    </message>
    <message>
        <source>; you decide as %1</source>
        <translation>؛ أنت تقرر باسم %1</translation>
    </message>
    <message>
        <source>tree %1 (here: %2)</source>
        <translation>الشجرة %1 (هنا: %2)</translation>
    </message>
    <message>
        <source>evidence %1 (here: %2)</source>
        <translation>الأدلة %1 (هنا: %2)</translation>
    </message>
    <message>
        <source>blueprint %1 (here: %2)</source>
        <translation>المخطط %1 (هنا: %2)</translation>
    </message>
    <message>
        <source>it waits for others; still to agree after you: %1</source>
        <translation>ينتظر غيرك؛ من بقي بعدك: %1</translation>
    </message>
    <message>
        <source>exactly this tree is published to %1</source>
        <translation>تُنشر هذه الشجرة بعينها إلى %1</translation>
    </message>
    <message>
        <source>the task ends as done</source>
        <translation>تنتهي المهمة منجزة</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>، ثم </translation>
    </message>
    <message>
        <source>the task ends as rejected, and what it did is undone</source>
        <translation>تنتهي المهمة مرفوضة ويُلغى ما فعلته</translation>
    </message>
    <message>
        <source>the task stops until a person sends it on</source>
        <translation>تتوقف المهمة حتى يرسلها شخص قدمًا</translation>
    </message>
    <message>
        <source>it may not go back to %1 again: %2 was the last time</source>
        <translation>لا يمكن أن تعود إلى %1 ثانية: كانت %2 آخر مرة</translation>
    </message>
    <message>
        <source>back to %1 with your feedback (%2 of %3 ways back are left)</source>
        <translation>تعود إلى %1 مع ملاحظاتك (بقي %2 من %3 عودات)</translation>
    </message>
    <message>
        <source>Publish “%1” to %2?</source>
        <translation>أتُنشر «%1» إلى %2؟</translation>
    </message>
    <message>
        <source>Let “%1” go on?</source>
        <translation>أتمضي «%1» قدمًا؟</translation>
    </message>
    <message>
        <source>needs your decision</source>
        <translation>تحتاج إلى قرارك</translation>
    </message>
    <message>
        <source>Needs a decision   ·   %1   ·   asked %2 ago</source>
        <translation>تحتاج إلى قرار   ·   %1   ·   سُئل قبل %2</translation>
    </message>
    <message>
        <source>task</source>
        <translation>المهمة</translation>
    </message>
    <message>
        <source>#%1 by %2</source>
        <translation>#%1 من %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>مجهول</translation>
    </message>
    <message>
        <source>why now</source>
        <translation>لماذا الآن</translation>
    </message>
    <message>
        <source>cost so far</source>
        <translation>الكلفة حتى الآن</translation>
    </message>
    <message>
        <source>if yes</source>
        <translation>عند نعم</translation>
    </message>
    <message>
        <source>if no</source>
        <translation>عند لا</translation>
    </message>
    <message>
        <source>must agree</source>
        <translation>يجب أن يوافق</translation>
    </message>
    <message>
        <source>tree %1, evidence %2, blueprint %3</source>
        <translation>الشجرة %1، الأدلة %2، المخطط %3</translation>
    </message>
    <message>
        <source>binds</source>
        <translation>يُلزم</translation>
    </message>
    <message>
        <source>%1: checked, all as shown here</source>
        <translation>%1: فُحص، وكله كما يظهر هنا</translation>
    </message>
    <message>
        <source>NOT what is shown here: %1</source>
        <translation>ليس ما يظهر هنا: %1</translation>
    </message>
    <message>
        <source>tree %1
evidence %2
blueprint %3</source>
        <translation>الشجرة %1
الأدلة %2
المخطط %3</translation>
    </message>
    <message>
        <source>expires</source>
        <translation>ينتهي</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>خلال %1</translation>
    </message>
    <message>
        <source>%1 of machine time, attempts: %2</source>
        <translation>%1 من وقت الآلات، الجولات: %2</translation>
    </message>
    <message>
        <source>; model: %1 tokens in %2 calls, %3 US dollars</source>
        <translation>؛ النموذج: %1 رمزًا في %2 نداءات، %3 دولار أمريكي</translation>
    </message>
    <message>
        <source>; limit %1 tokens</source>
        <translation>؛ الحد %1 رمزًا</translation>
    </message>
    <message>
        <source>escalated to %1 since %2</source>
        <translation>صُعّد إلى %1 منذ %2</translation>
    </message>
    <message>
        <source>to %1 in %2</source>
        <translation>إلى %1 بعد %2</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 نيابة عن %2</translation>
    </message>
    <message>
        <source>asked are</source>
        <translation>المسؤولون</translation>
    </message>
    <message>
        <source>escalation</source>
        <translation>التصعيد</translation>
    </message>
</context>
<context>
    <name>signalbox::ApprovalPane</name>
    <message>
        <source>Side by side</source>
        <translation>جنبًا إلى جنب</translation>
    </message>
    <message>
        <source>Old on the left, new on the right (S in the change)</source>
        <translation>القديم يسارًا والجديد يمينًا (S في التغيير)</translation>
    </message>
    <message>
        <source>Show the change side by side</source>
        <translation>أظهر التغيير جنبًا إلى جنب</translation>
    </message>
    <message>
        <source>&amp;Comment on a line</source>
        <translation>علّق على سطر (&amp;C)</translation>
    </message>
    <message>
        <source>Say something about the line that the cursor is on (C in the change)</source>
        <translation>قل شيئًا عن السطر الذي عليه المؤشر (C في التغيير)</translation>
    </message>
    <message>
        <source>&amp;Look at the changed work again</source>
        <translation>انظر في العمل المتغير ثانية (&amp;L)</translation>
    </message>
    <message>
        <source>Nothing to decide</source>
        <translation>لا شيء للقرار</translation>
    </message>
    <message>
        <source>What needs a decision stands on top of the fleet.</source>
        <translation>ما يحتاج إلى قرار يقف في أعلى الأسطول.</translation>
    </message>
    <message>
        <source>Reading the task ...</source>
        <translation>تُقرأ المهمة ...</translation>
    </message>
    <message>
        <source>No decision is asked for</source>
        <translation>لا قرار مطلوب</translation>
    </message>
    <message>
        <source>This task has not come to a step at which people decide.</source>
        <translation>لم تصل هذه المهمة إلى خطوة يقرر فيها الناس.</translation>
    </message>
    <message>
        <source>No decision was asked for. This is the change as the task left it.</source>
        <translation>لم يُطلب قرار. هذا هو التغيير كما تركته المهمة.</translation>
    </message>
    <message>
        <source>No decision is asked for. This is the change so far, at commit %1.</source>
        <translation>لا قرار مطلوب. هذا هو التغيير حتى الآن عند الإيداع %1.</translation>
    </message>
    <message>
        <source>The work changed while you were looking: tree %1 is now %2. Nothing can be decided on what you saw.</source>
        <translation>تغير العمل وأنت تنظر: الشجرة %1 صارت %2. لا قرار ممكن على ما رأيت.</translation>
    </message>
    <message>
        <source>Look at it again   L</source>
        <translation>انظر ثانية   L</translation>
    </message>
    <message>
        <source>The change cannot be read: %1</source>
        <translation>لا يمكن قراءة التغيير: %1</translation>
    </message>
    <message>
        <source>Reading the change ...</source>
        <translation>يُقرأ التغيير ...</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>لم يتغير شيء</translation>
    </message>
    <message>
        <source>Files: %1   +%2 −%3   viewed: %4</source>
        <translation>الملفات: %1   +%2 −%3   نُظر في: %4</translation>
    </message>
    <message>
        <source>   comments: %1</source>
        <translation>   التعليقات: %1</translation>
    </message>
    <message>
        <source>there is nothing to decide</source>
        <translation>لا شيء للقرار</translation>
    </message>
    <message>
        <source>This decision is closed: %1.</source>
        <translation>هذا القرار مغلق: %1.</translation>
    </message>
    <message>
        <source>This is the past: nothing can be decided here. Go back to now (Ctrl+.).</source>
        <translation>هذا هو الماضي: لا قرار ممكن هنا. عُد إلى الآن (Ctrl+.).</translation>
    </message>
    <message>
        <source>Changed since you looked: look at it again before you decide.</source>
        <translation>تغير منذ نظرت: انظر ثانية قبل أن تقرر.</translation>
    </message>
    <message>
        <source>Not connected: what you see may be out of date.</source>
        <translation>لا اتصال: قد يكون ما تراه قديمًا.</translation>
    </message>
    <message>
        <source>Decided; it can still be taken back (Ctrl+Z).</source>
        <translation>قُرر؛ ما زال يمكن التراجع (Ctrl+Z).</translation>
    </message>
    <message>
        <source>Your decision is being sent ...</source>
        <translation>يُرسل قرارك ...</translation>
    </message>
    <message>
        <source>You have decided; others must still agree.</source>
        <translation>قررت؛ ما زال على غيرك أن يوافق.</translation>
    </message>
    <message>
        <source>The change cannot be shown, so it cannot be approved here.</source>
        <translation>لا يمكن إظهار التغيير، فلا يمكن قبوله هنا.</translation>
    </message>
    <message>
        <source>The decision binds something else than what is shown: %1.</source>
        <translation>القرار يُلزم غير ما يظهر: %1.</translation>
    </message>
    <message>
        <source>Decide those that ask the same &amp;together</source>
        <translation>قرّر المتماثلة معًا (&amp;T)</translation>
    </message>
    <message>
        <source>Back to the one decision</source>
        <translation>عودة إلى القرار الواحد</translation>
    </message>
    <message>
        <source>Decide the %1 that ask the same &amp;together</source>
        <translation>قرّر المتماثلة (%1) معًا (&amp;T)</translation>
    </message>
    <message>
        <source>Nothing is marked: Space marks what you decide on.</source>
        <translation>لا شيء معلَّم: مفتاح المسافة يعلّم ما تقرره.</translation>
    </message>
    <message>
        <source>Its budget stopped this task</source>
        <translation>أوقفت الميزانية هذه المهمة</translation>
    </message>
    <message>
        <source>Raise the budget, send the task on, or cancel it, above its steps.</source>
        <translation>ارفع الميزانية أو أرسل المهمة قدمًا أو ألغها، فوق خطواتها.</translation>
    </message>
    <message>
        <source>This task is parked and waits for you</source>
        <translation>هذه المهمة متوقفة وتنتظرك</translation>
    </message>
    <message>
        <source>Send it on or cancel it, above its steps.</source>
        <translation>أرسلها قدمًا أو ألغها، فوق خطواتها.</translation>
    </message>
    <message>
        <source>&amp;Hand the decision over ...</source>
        <translation>تفويض القرار (&amp;H)…</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 نيابة عن %2</translation>
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
        <translation>القرار %1 للمهمة %2، %3: %4</translation>
    </message>
</context>
<context>
    <name>signalbox::AuditModel</name>
    <message>
        <source>core</source>
        <translation>النواة</translation>
    </message>
    <message>
        <source>repository</source>
        <translation>مستودع</translation>
    </message>
    <message>
        <source>task</source>
        <translation>مهمة</translation>
    </message>
    <message>
        <source>work</source>
        <translation>عمل</translation>
    </message>
    <message>
        <source>machine</source>
        <translation>آلة</translation>
    </message>
    <message>
        <source>decision</source>
        <translation>قرار</translation>
    </message>
    <message>
        <source>credential</source>
        <translation>اعتماد</translation>
    </message>
    <message>
        <source>world outside</source>
        <translation>العالم الخارجي</translation>
    </message>
    <message>
        <source>#%1</source>
        <translation>#%1</translation>
    </message>
    <message>
        <source>%1: %2 %3, %4, %5</source>
        <translation>%1: %2 %3، %4، %5</translation>
    </message>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>مَن</translation>
    </message>
    <message>
        <source>Did</source>
        <translation>فعل</translation>
    </message>
    <message>
        <source>About</source>
        <translation>بخصوص</translation>
    </message>
    <message>
        <source>What</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>person</source>
        <translation>شخص</translation>
    </message>
</context>
<context>
    <name>signalbox::AuditPane</name>
    <message>
        <source>Audit log</source>
        <translation>سجل التدقيق</translation>
    </message>
    <message>
        <source>Only the chosen &amp;task</source>
        <translation>ال&amp;مهمة المختارة فقط</translation>
    </message>
    <message>
        <source>&amp;Go to the entry&apos;s task</source>
        <translation>ال&amp;ذهاب إلى مهمة القيد</translation>
    </message>
    <message>
        <source>&amp;Take the audit log along ...</source>
        <translation>&amp;أخذ سجل التدقيق …</translation>
    </message>
    <message>
        <source>Kind of entries</source>
        <translation>نوع القيود</translation>
    </message>
    <message>
        <source>every kind</source>
        <translation>كل الأنواع</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>الشخص</translation>
    </message>
    <message>
        <source>person, agent, gate or core</source>
        <translation>شخص أو agent أو gate أو core</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>جارٍ الاتصال بالنواة ...</translation>
    </message>
    <message>
        <source>The audit log cannot be read</source>
        <translation>تتعذر قراءة سجل التدقيق</translation>
    </message>
    <message>
        <source>Reading the audit log ...</source>
        <translation>جارٍ قراءة سجل التدقيق …</translation>
    </message>
    <message>
        <source>No such entry</source>
        <translation>لا قيد كهذا</translation>
    </message>
    <message>
        <source>Another kind, person or task may have some.</source>
        <translation>قد يكون لنوع أو شخص أو مهمة أخرى قيود.</translation>
    </message>
    <message>
        <source>Nothing was done yet</source>
        <translation>لم يُفعل شيء بعد</translation>
    </message>
    <message>
        <source>Acts of people, decisions, machines, credentials and requests to the world outside stand here, chained so that nobody can change them unseen.</source>
        <translation>هنا أفعال الناس والقرارات والآلات والاعتمادات والطلبات إلى العالم الخارجي، في سلسلة لا يمكن لأحد تغييرها خفية.</translation>
    </message>
    <message>
        <source>the chain is broken at entry %1</source>
        <translation>السلسلة مكسورة عند القيد %1</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>تتعذر الكتابة</translation>
    </message>
    <message>
        <source>chain holds: %1 links</source>
        <translation>السلسلة سليمة: %1 حلقة</translation>
    </message>
    <message>
        <source>entries %1 to %2 are kept</source>
        <translation>القيود من %1 إلى %2 محفوظة</translation>
    </message>
    <message>
        <source>Its head: %1</source>
        <translation>رأسها: %1</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>القيد</translation>
    </message>
    <message>
        <source>when</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>who</source>
        <translation>مَن</translation>
    </message>
    <message>
        <source>did</source>
        <translation>فعل</translation>
    </message>
    <message>
        <source>what</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>repository</source>
        <translation>مستودع</translation>
    </message>
    <message>
        <source>machine</source>
        <translation>آلة</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>التفاصيل</translation>
    </message>
    <message>
        <source>chain</source>
        <translation>السلسلة</translation>
    </message>
    <message>
        <source>Take the audit log along</source>
        <translation>أخذ سجل التدقيق</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>تتعذر كتابة %1: %2</translation>
    </message>
    <message>
        <source>The audit log is in %1; &quot;signalboxctl audit verify&quot; checks it</source>
        <translation>سجل التدقيق في %1؛ يفحصه «signalboxctl audit verify»</translation>
    </message>
    <message>
        <source>The audit log is read to its end; each entry has its time.</source>
        <translation>يُقرأ سجل التدقيق حتى نهايته؛ لكل مدخلة وقتها.</translation>
    </message>
</context>
<context>
    <name>signalbox::BlueprintsPane</name>
    <message>
        <source>Text of the blueprint</source>
        <translation>نص المخطط</translation>
    </message>
    <message>
        <source>Next &amp;problem of the blueprint</source>
        <translation>ال&amp;مشكلة التالية في المخطط</translation>
    </message>
    <message>
        <source>&amp;Try the blueprint on the task</source>
        <translation>&amp;جرّب المخطط على المهمة</translation>
    </message>
    <message>
        <source>&amp;Copy the change as a patch</source>
        <translation>&amp;نسخ التغيير كرقعة</translation>
    </message>
    <message>
        <source>&amp;Save the blueprint as a file ...</source>
        <translation>&amp;حفظ المخطط في ملف …</translation>
    </message>
    <message>
        <source>&amp;Back to the blueprint that holds</source>
        <translation>ال&amp;عودة إلى المخطط الساري</translation>
    </message>
    <message>
        <source>Whose blueprint</source>
        <translation>مخطط مَن</translation>
    </message>
    <message>
        <source>Steps of the blueprint</source>
        <translation>خطوات المخطط</translation>
    </message>
    <message>
        <source>What is wrong, or what would have gone otherwise</source>
        <translation>الأخطاء، أو ما كان سيجري على نحو آخر</translation>
    </message>
    <message>
        <source>%1 (ships)</source>
        <translation>%1 (مرفق)</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>جارٍ الاتصال بالنواة ...</translation>
    </message>
    <message>
        <source>This blueprint cannot be read</source>
        <translation>تتعذر قراءة هذا المخطط</translation>
    </message>
    <message>
        <source>Reading the blueprint ...</source>
        <translation>جارٍ قراءة المخطط …</translation>
    </message>
    <message>
        <source>being checked</source>
        <translation>قيد الفحص</translation>
    </message>
    <message>
        <source>problems: %1</source>
        <translation>المشكلات: %1</translation>
    </message>
    <message>
        <source>sound; it holds nowhere yet</source>
        <translation>سليم؛ لا يسري في أي مكان بعد</translation>
    </message>
    <message>
        <source>sound; this one holds</source>
        <translation>سليم؛ هذا هو الساري</translation>
    </message>
    <message>
        <source>The blueprint is a file of the protected branch. What you write here is no rule until it is there: take it out as a patch and bring it in the way that the repository has for changes.</source>
        <translation>المخطط ملف في الفرع المحمي. ما تكتبه هنا ليس قاعدة حتى يصبح هناك: أخرجه كرقعة وأدخله بالطريقة المعتمدة للتغييرات في المستودع.</translation>
    </message>
    <message>
        <source>The core keeps this one for the repository, as its owner gave it. What you write here changes nothing: save it as a file, and register the repository with it (repo add --blueprint-file).</source>
        <translation>تحتفظ النواة بهذا المخطط للمستودع كما أعطاه مالكه. ما تكتبه هنا لا يغيّر شيئًا: احفظه في ملف وسجّل المستودع به (repo add --blueprint-file).</translation>
    </message>
    <message>
        <source>This one ships with the program. A copy of it as .signalbox/blueprint.yaml on a repository&apos;s protected branch makes it that repository&apos;s own.</source>
        <translation>هذا مرفق مع البرنامج. نسخة منه باسم .signalbox/blueprint.yaml في الفرع المحمي لمستودع تجعله مخطط ذلك المستودع.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>الخطوة</translation>
    </message>
    <message>
        <source>What would have gone otherwise</source>
        <translation>ما كان سيجري على نحو آخر</translation>
    </message>
    <message>
        <source>%1, attempt %2</source>
        <translation>%1، المحاولة %2</translation>
    </message>
    <message>
        <source>not known: %1</source>
        <translation>غير معروف: %1</translation>
    </message>
    <message>
        <source>Task %1 would have gone just the same with it.</source>
        <translation>كانت المهمة %1 ستجري كما جرت تمامًا.</translation>
    </message>
    <message>
        <source>Task %1, looked at with this blueprint:</source>
        <translation>المهمة %1 في ضوء هذا المخطط:</translation>
    </message>
    <message>
        <source>from there on it would have been another story, and nobody can tell it.</source>
        <translation>ومن هناك كانت ستصبح قصة أخرى لا يستطيع أحد روايتها.</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>السطر</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>الخطأ</translation>
    </message>
    <message>
        <source>To be mended before it can hold:</source>
        <translation>يجب إصلاحه قبل أن يسري:</translation>
    </message>
    <message>
        <source>Nothing is wrong with it. &quot;Try&quot; shows what it would have changed in the past of the task that is chosen.</source>
        <translation>لا خطأ فيه. يُظهر «جرّب» ما كان سيتغير في ماضي المهمة المختارة.</translation>
    </message>
    <message>
        <source>Save the blueprint</source>
        <translation>حفظ المخطط</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>تتعذر كتابة %1: %2</translation>
    </message>
    <message>
        <source>The blueprint is in %1; it holds nowhere yet</source>
        <translation>المخطط في %1؛ لا يسري في أي مكان بعد</translation>
    </message>
    <message>
        <source>The patch is in the clipboard; &quot;git apply&quot; takes it in a clone</source>
        <translation>الرقعة في الحافظة؛ يقبلها «git apply» في نسخة من المستودع</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>المشكلة التالية</translation>
    </message>
    <message>
        <source>Try it on the task</source>
        <translation>جرّبه على المهمة</translation>
    </message>
    <message>
        <source>Copy patch</source>
        <translation>نسخ الرقعة</translation>
    </message>
    <message>
        <source>Save ...</source>
        <translation>حفظ …</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>عودة</translation>
    </message>
</context>
<context>
    <name>signalbox::BudgetChart</name>
    <message>
        <source>%1 M</source>
        <comment>million</comment>
        <translation>%1 م</translation>
    </message>
    <message>
        <source>%1 k</source>
        <comment>thousand</comment>
        <translation>%1 ألف</translation>
    </message>
    <message>
        <source>Use over time</source>
        <translation>الاستهلاك عبر الزمن</translation>
    </message>
    <message>
        <source>$%1</source>
        <translation>%1 $</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>استُهلك %1 من %2</translation>
    </message>
    <message>
        <source>%1 used, no limit</source>
        <translation>استُهلك %1، بلا حد</translation>
    </message>
    <message>
        <source>, %1 in an hour at the present rate</source>
        <translation>، %1 في الساعة بالمعدل الحالي</translation>
    </message>
    <message>
        <source>Reading the past ...</source>
        <translation>جارٍ قراءة الماضي …</translation>
    </message>
    <message>
        <source>held %1</source>
        <translation>محجوز %1</translation>
    </message>
    <message>
        <source>used %1</source>
        <translation>مستهلك %1</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>الحد %1</translation>
    </message>
    <message>
        <source>%1 ↑</source>
        <translation>%1 ↑</translation>
    </message>
    <message>
        <source>at this rate %1/h</source>
        <translation>بهذا المعدل %1/س</translation>
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
        <translation>%1 م</translation>
    </message>
    <message>
        <source>%1 k</source>
        <comment>thousand</comment>
        <translation>%1 ألف</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>بلا حد</translation>
    </message>
    <message>
        <source>used up</source>
        <translation>مستنفد</translation>
    </message>
    <message>
        <source>nothing used lately</source>
        <translation>لا استهلاك مؤخرًا</translation>
    </message>
    <message>
        <source>lasts to the month&apos;s end</source>
        <translation>يكفي حتى نهاية الشهر</translation>
    </message>
    <message>
        <source>lasts</source>
        <translation>يكفي</translation>
    </message>
    <message>
        <source>used up in %1</source>
        <translation>يُستنفد خلال %1</translation>
    </message>
    <message>
        <source>$%1</source>
        <translation>%1 $</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 من %2</translation>
    </message>
    <message>
        <source>%1: %2 tokens in %3 calls, and %4 held by calls under way</source>
        <translation>%1: %2 رمزًا في %3 نداء، و%4 محجوزة لنداءات جارية</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>الميزانية</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>المستهلك</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>الرموز</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>التكلفة</translation>
    </message>
    <message>
        <source>month %1</source>
        <translation>شهر %1</translation>
    </message>
    <message>
        <source>repository %1</source>
        <translation>مستودع %1</translation>
    </message>
    <message>
        <source>agent %1</source>
        <translation>وكيل %1</translation>
    </message>
    <message>
        <source>%1: %2 tokens, %3; %4</source>
        <translation>%1: %2 رمزًا، %3؛ %4</translation>
    </message>
    <message>
        <source>The rate of the last hour, or since its first call in it</source>
        <translation>معدل الساعة الأخيرة أو منذ أول نداء فيها</translation>
    </message>
    <message>
        <source>At this rate</source>
        <translation>بهذا المعدل</translation>
    </message>
</context>
<context>
    <name>signalbox::BudgetsPane</name>
    <message>
        <source>Budgets</source>
        <translation>الميزانيات</translation>
    </message>
    <message>
        <source>Raise the task&apos;s &amp;budget ...</source>
        <translation>رفع ميزانية ال&amp;مهمة …</translation>
    </message>
    <message>
        <source>Go to the budget&apos;s &amp;task</source>
        <translation>الذهاب إلى مهمة ال&amp;ميزانية</translation>
    </message>
    <message>
        <source>Chart in &amp;dollars</source>
        <translation>الرسم بال&amp;دولار</translation>
    </message>
    <message>
        <source>How far back the chart goes</source>
        <translation>إلى أي مدى يعود الرسم</translation>
    </message>
    <message>
        <source>the last hour</source>
        <translation>الساعة الأخيرة</translation>
    </message>
    <message>
        <source>6 hours</source>
        <translation>6 ساعات</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 ساعة</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 أيام</translation>
    </message>
    <message>
        <source>31 days</source>
        <translation>31 يومًا</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>جارٍ الاتصال بالنواة ...</translation>
    </message>
    <message>
        <source>Reading the budgets ...</source>
        <translation>جارٍ قراءة الميزانيات …</translation>
    </message>
    <message>
        <source>Model calls are not counted here</source>
        <translation>لا تُحتسب نداءات النماذج هنا</translation>
    </message>
    <message>
        <source>This core has no model gateway. Start it with a provider&apos;s key in its environment (ANTHROPIC_API_KEY, OPENAI_API_KEY or GEMINI_API_KEY), or with an upstream of your own:
signalboxd --openai-upstream http://127.0.0.1:11434
Limits: --task-tokens, --repository-cost, --agent-tokens, --month-cost and so on.</source>
        <translation>لا توجد بوابة نماذج في هذه النواة. ابدأها بمفتاح مزوّد في بيئتها (ANTHROPIC_API_KEY أو OPENAI_API_KEY أو GEMINI_API_KEY)، أو بخادم نماذج خاص بك:
signalboxd --openai-upstream http://127.0.0.1:11434
الحدود: --task-tokens و --repository-cost و --agent-tokens و --month-cost وغيرها.</translation>
    </message>
    <message>
        <source>No model was called yet</source>
        <translation>لم يُستدعَ أي نموذج بعد</translation>
    </message>
    <message>
        <source>Budgets stand here with the first call of an agent.</source>
        <translation>تظهر الميزانيات هنا مع أول نداء من وكيل.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>. The task waits: raise its budget, and it goes on.</source>
        <translation>. المهمة تنتظر: ارفع ميزانيتها فتستمر.</translation>
    </message>
    <message>
        <source>. Calls are refused until the month ends, or until the core is started with more.</source>
        <translation>. تُرفض النداءات حتى نهاية الشهر أو حتى تبدأ النواة بميزانية أكبر.</translation>
    </message>
    <message>
        <source>Chart in &amp;tokens</source>
        <translation>الرسم بال&amp;رموز</translation>
    </message>
    <message>
        <source>How budgets stood is not kept; the chart shows how they were used.</source>
        <translation>لا يُحفظ كيف كانت الميزانيات؛ يُظهر المخطط كيف استُخدمت.</translation>
    </message>
</context>
<context>
    <name>signalbox::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>أوامر</translation>
    </message>
    <message>
        <source>A command or a task: type some of its letters</source>
        <translation>أمر أو مهمة: اكتب بعض حروفها</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>أمر</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>الأوامر المطابقة</translation>
    </message>
    <message>
        <source>The same on the command line</source>
        <translation>الشيء نفسه في سطر الأوامر</translation>
    </message>
</context>
<context>
    <name>signalbox::CommentEditor</name>
    <message>
        <source>Comment on this line</source>
        <translation>تعليق على هذا السطر</translation>
    </message>
    <message>
        <source>What is to be said about this line? It goes with your decision.</source>
        <translation>ماذا يقال عن هذا السطر؟ يذهب مع قرارك.</translation>
    </message>
    <message>
        <source>Ctrl+Enter keeps it, Esc leaves it, an empty one is taken away</source>
        <translation>Ctrl+Enter يحفظه، Esc يتركه، والفارغ يُزال</translation>
    </message>
</context>
<context>
    <name>signalbox::ConsoleOptions</name>
    <message>
        <source>%1 %2: expected %3</source>
        <translation>%1 %2: المتوقع %3</translation>
    </message>
    <message>
        <source>see signalbox --help</source>
        <translation>انظر signalbox --help</translation>
    </message>
    <message>
        <source>an address such as local:, https://host or test:///approval</source>
        <translation>عنوان مثل local: أو https://host أو test:///approval</translation>
    </message>
    <message>
        <source>WIDTHxHEIGHT, for example 1600x1000</source>
        <translation>العرضxالارتفاع، مثلًا 1600x1000</translation>
    </message>
    <message>
        <source>light or dark</source>
        <translation>light أو dark</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>واحد من %1</translation>
    </message>
    <message>
        <source>a task&apos;s number</source>
        <translation>رقم مهمة</translation>
    </message>
    <message>
        <source>percent from 80 to 200</source>
        <translation>نسبة مئوية من 80 إلى 200</translation>
    </message>
    <message>
        <source>seconds from 0 to 60</source>
        <translation>ثوانٍ من 0 إلى 60</translation>
    </message>
    <message>
        <source>unknown argument %1</source>
        <translation>وسيط مجهول %1</translation>
    </message>
    <message>
        <source>%1 needs a value</source>
        <translation>%1 يحتاج إلى قيمة</translation>
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
        <translation>الاستعمال: signalbox [خيارات]
لوحة المتابعة: راقب الأسطول، وانظر فيما فعله، وقرر.

  --connect URL      local: ‏(المفترض) أو ssh://[USER@]HOST أو https://HOST أو test:///SCENARIO؛
                     ويضع SIGNALBOX_CORE مفترضًا آخر
  --pin SHA256       https: اقبل الشهادة ذات هذا SHA-256 بعينها
  --select TASK      أظهر هذه المهمة أولًا
  --pane PANE        قدّم هذا اللوح: log, gates, timeline, machines
  --run COMMAND      نفّذ هذا الأمر حالما يحضر كل شيء
  --theme THEME      light أو dark؛ وإلا فكسطح المكتب
  --language CODE    en, de, ar, ja؛ وإلا فكسطح المكتب
  --text PERCENT     حجم النص، من 80 إلى 200
  --size WxH         حجم النافذة
  --hold SECONDS     كم يمكن التراجع عن القرار قبل إرساله (5؛ 0: حالًا)
  --screenshot FILE  احفظ صورة النافذة PNG وانتهِ؛ لا يحتاج إلى شاشة
  --version          اطبع الإصدار
</translation>
    </message>
</context>
<context>
    <name>signalbox::CoreCard</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>what you call it</source>
        <translation>ما تسميها به</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>https://core.example.org, ssh://me@host or local:</source>
        <translation>https://core.example.org أو ssh://me@host أو local:</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>رمز الدخول</translation>
    </message>
    <message>
        <source>empty: the one in the keychain</source>
        <translation>فارغ: ما في سلسلة المفاتيح</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>الشهادة</translation>
    </message>
    <message>
        <source>SHA-256, where it is not trusted the usual way</source>
        <translation>SHA-256 حيث لا يوثق بها بالطريق المعتاد</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>اتصل (&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Forget it</source>
        <translation>انسها (&amp;F)</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>النوى</translation>
    </message>
    <message>
        <source>Known cores</source>
        <translation>النوى المعروفة</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>another one ...</source>
        <translation>أخرى ...</translation>
    </message>
    <message>
        <source>The core of this machine; it is started when none runs, and outlives the console.</source>
        <translation>نواة هذا الحاسوب؛ تُبدأ إن لم تعمل واحدة، وتبقى بعد اللوحة.</translation>
    </message>
    <message>
        <source>Through your own OpenSSH, with its keys and known hosts. The core there tells its token by itself.</source>
        <translation>عبر OpenSSH الخاص بك بمفاتيحه ومضيفيه المعروفين. والنواة هناك تذكر رمزها بنفسها.</translation>
    </message>
    <message>
        <source>The token goes into the keychain. Without a certificate&apos;s SHA-256 the system&apos;s trust decides.</source>
        <translation>يُحفظ الرمز في سلسلة المفاتيح. ودون SHA-256 للشهادة تقرر ثقة النظام.</translation>
    </message>
    <message>
        <source>https:// or ssh:// to another machine; local: is this one.</source>
        <translation>https:// أو ssh:// إلى حاسوب آخر؛ local: هو هذا.</translation>
    </message>
</context>
<context>
    <name>signalbox::DecisionBar</name>
    <message>
        <source>&amp;Approve</source>
        <translation>وافق (&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Reject</source>
        <translation>ارفض (&amp;R)</translation>
    </message>
    <message>
        <source>Ask a &amp;question</source>
        <translation>اسأل سؤالًا (&amp;Q)</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>أرسل</translation>
    </message>
    <message>
        <source>Leave it   Esc</source>
        <translation>اتركه   Esc</translation>
    </message>
    <message>
        <source>Feedback for the agent, required</source>
        <translation>ملاحظات للوكيل، لازمة</translation>
    </message>
    <message>
        <source>Question to the agent</source>
        <translation>سؤال إلى الوكيل</translation>
    </message>
    <message>
        <source>Reject with this feedback   Ctrl+Enter</source>
        <translation>ارفض بهذه الملاحظات   Ctrl+Enter</translation>
    </message>
    <message>
        <source>Ask   Ctrl+Enter</source>
        <translation>اسأل   Ctrl+Enter</translation>
    </message>
    <message>
        <source>What must the agent do otherwise? It gets this as its feedback.</source>
        <translation>ما الذي يجب أن يفعله الوكيل غير ذلك؟ يصله هذا ملاحظاتٍ.</translation>
    </message>
    <message>
        <source>What do you want to know? The agent is asked; nothing is decided.</source>
        <translation>ما الذي تريد معرفته؟ يُسأل الوكيل ولا يُقرر شيء.</translation>
    </message>
    <message>
        <source>Comments on lines that go with it: %1.</source>
        <translation>تعليقات على أسطر تذهب معه: %1.</translation>
    </message>
</context>
<context>
    <name>signalbox::DelegateCard</name>
    <message>
        <source>Hand &amp;over</source>
        <translation>فوّض (&amp;O)</translation>
    </message>
    <message>
        <source>name of another approver</source>
        <translation>اسم صاحب قرار آخر</translation>
    </message>
    <message>
        <source>Who decides in your name</source>
        <translation>من يقرر باسمك</translation>
    </message>
    <message>
        <source>What is handed over</source>
        <translation>ما يُفوَّض</translation>
    </message>
    <message>
        <source>this decision</source>
        <translation>هذا القرار</translation>
    </message>
    <message>
        <source>all of mine for 8 hours</source>
        <translation>كل قراراتي لمدة 8 ساعات</translation>
    </message>
    <message>
        <source>all of mine for 3 days</source>
        <translation>كل قراراتي لمدة 3 أيام</translation>
    </message>
    <message>
        <source>all of mine for 2 weeks</source>
        <translation>كل قراراتي لمدة أسبوعين</translation>
    </message>
    <message>
        <source>%1: decision %2</source>
        <translation>%1: القرار %2</translation>
    </message>
    <message>
        <source>%1: all</source>
        <translation>%1: الكل</translation>
    </message>
    <message>
        <source>Take &amp;back from %1</source>
        <translation>استرجع من %1 (&amp;B)</translation>
    </message>
    <message>
        <source>Both of you stay one voice, and what is decided in your name is written down with both names.</source>
        <translation>تبقيان صوتًا واحدًا، وما يُقرَّر باسمك يُسجَّل بالاسمين.</translation>
    </message>
    <message>
        <source>A decision is handed over to somebody else.</source>
        <translation>يُفوَّض القرار إلى شخص آخر.</translation>
    </message>
</context>
<context>
    <name>signalbox::Desk</name>
    <message>
        <source>the core keeps the latest change only, and this was another one</source>
        <translation>لا تحفظ النواة إلا آخر تغيير، وكان هذا غيره</translation>
    </message>
    <message>
        <source>Go back to now to see the change.</source>
        <translation>عُد إلى الآن لترى التغيير.</translation>
    </message>
    <message>
        <source>Task %1 is being cancelled</source>
        <translation>تُلغى المهمة %1</translation>
    </message>
    <message>
        <source>Task %1 goes on</source>
        <translation>تمضي المهمة %1 قدمًا</translation>
    </message>
    <message>
        <source>Task %1 was submitted</source>
        <translation>سُلّمت المهمة %1</translation>
    </message>
    <message>
        <source>The repository %1 was added</source>
        <translation>أضيف المستودع %1</translation>
    </message>
    <message>
        <source>The repository %1 was removed</source>
        <translation>أزيل المستودع %1</translation>
    </message>
    <message>
        <source>The machine %1 was destroyed</source>
        <translation>دُمرت الآلة %1</translation>
    </message>
    <message>
        <source>The machine %1 hibernates; it costs disk only</source>
        <translation>نامت الآلة %1؛ لا تكلف إلا القرص</translation>
    </message>
    <message>
        <source>The machine %1 runs again</source>
        <translation>تعمل الآلة %1 من جديد</translation>
    </message>
    <message>
        <source>Dead letter %1.%2 is tried again</source>
        <translation>يُحاول الأمر المتعذر %1.%2 ثانية</translation>
    </message>
    <message>
        <source>The sample task runs as task %1</source>
        <translation>تجري المهمة المثال بوصفها المهمة %1</translation>
    </message>
    <message>
        <source>this is the past: nothing can be done here</source>
        <translation>هذا هو الماضي: لا فعل ممكن هنا</translation>
    </message>
    <message>
        <source>Go back to now first (Ctrl+.).</source>
        <translation>عُد أولًا إلى الآن (Ctrl+.).</translation>
    </message>
    <message>
        <source>The budget of task %1 was raised</source>
        <translation>رُفعت ميزانية المهمة %1</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>مشاهد</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>مشغّل</translation>
    </message>
    <message>
        <source>approver</source>
        <translation>صاحب قرار</translation>
    </message>
    <message>
        <source>admin</source>
        <translation>مدير</translation>
    </message>
    <message>
        <source>Others are asked: %1.</source>
        <translation>المسؤولون غيرك: %1.</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>كل %1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>This needs the role %1; here you are: %2.</source>
        <translation>يتطلب هذا دور %1؛ أنت هنا: %2.</translation>
    </message>
    <message>
        <source>%1 decides in your name</source>
        <translation>يقرر %1 باسمك</translation>
    </message>
    <message>
        <source>You decide for yourself again</source>
        <translation>عدت تقرر بنفسك</translation>
    </message>
</context>
<context>
    <name>signalbox::DesktopNotices</name>
    <message>
        <source>Open</source>
        <translation>افتح</translation>
    </message>
</context>
<context>
    <name>signalbox::DiffView</name>
    <message>
        <source>viewed</source>
        <translation>نُظر فيه</translation>
    </message>
    <message>
        <source>not viewed</source>
        <translation>لم يُنظر فيه</translation>
    </message>
    <message>
        <source>%1 → %2 (renamed)</source>
        <translation>%1 ← %2 (غُيّر اسمه)</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <translation>%1 (جديد)</translation>
    </message>
    <message>
        <source>%1 (deleted)</source>
        <translation>%1 (محذوف)</translation>
    </message>
    <message>
        <source>⋯  unchanged lines: %1 (click to show)</source>
        <translation>⋯  أسطر لم تتغير: %1 (انقر لإظهارها)</translation>
    </message>
    <message>
        <source>Binary file: its contents are not shown</source>
        <translation>ملف ثنائي: لا يُظهر محتواه</translation>
    </message>
    <message>
        <source>No line changed (%1)</source>
        <translation>لم يتغير سطر (%1)</translation>
    </message>
    <message>
        <source>name only</source>
        <translation>الاسم فقط</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>السطر %1</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>التغيير</translation>
    </message>
    <message>
        <source>files: %1, lines added: %2, removed: %3</source>
        <translation>الملفات: %1، أسطر مضافة: %2، محذوفة: %3</translation>
    </message>
</context>
<context>
    <name>signalbox::EventText</name>
    <message>
        <source> by %1</source>
        <translation> من %1</translation>
    </message>
    <message>
        <source>repository %1 was added: %2</source>
        <translation>أضيف المستودع %1: %2</translation>
    </message>
    <message>
        <source>repository %1 was removed%2</source>
        <translation>أزيل المستودع %1%2</translation>
    </message>
    <message>
        <source>submitted%1%2</source>
        <translation>سُلّمت%1%2</translation>
    </message>
    <message>
        <source>admitted: blueprint %1 %2, base %3 at %4</source>
        <translation>قُبلت: المخطط %1 %2، الأساس %3 عند %4</translation>
    </message>
    <message>
        <source>%1, attempt %2 begins</source>
        <translation>%1، تبدأ الجولة %2</translation>
    </message>
    <message>
        <source>technical failure %1, tried again%2</source>
        <translation>عطل تقني %1، يُحاول ثانية%2</translation>
    </message>
    <message>
        <source>machine %1 leased</source>
        <translation>أُعيرت الآلة %1</translation>
    </message>
    <message>
        <source>machine %1 released</source>
        <translation>أُعيدت الآلة %1</translation>
    </message>
    <message>
        <source>%1, attempt %2 %3%4</source>
        <translation>%1، الجولة %2 %3%4</translation>
    </message>
    <message>
        <source>sent back from %1 to %2%3</source>
        <translation>أُعيدت من %1 إلى %2%3</translation>
    </message>
    <message>
        <source>approval %1 asked for: tree %2, needs %3</source>
        <translation>طُلب القرار %1: الشجرة %2، يلزم %3</translation>
    </message>
    <message>
        <source>%1 %2 approval %3%4</source>
        <translation>%1 %2 القرار %3%4</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>قُبل</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>مرفوضة</translation>
    </message>
    <message>
        <source>%1 asked the agent%2</source>
        <translation>سأل %1 الوكيل%2</translation>
    </message>
    <message>
        <source>the agent answered%1</source>
        <translation>أجاب الوكيل%1</translation>
    </message>
    <message>
        <source>approval %1 is %2%3</source>
        <translation>القرار %1 صار %2%3</translation>
    </message>
    <message>
        <source>needs a person%1</source>
        <translation>تحتاج إلى شخص%1</translation>
    </message>
    <message>
        <source>sent on%1 at %2%3</source>
        <translation>أُرسلت قدمًا%1 عند %2%3</translation>
    </message>
    <message>
        <source>will end as %1%2%3</source>
        <translation>ستنتهي %1%2%3</translation>
    </message>
    <message>
        <source>undoing %1: %2</source>
        <translation>يُلغى %1: %2</translation>
    </message>
    <message>
        <source>%1 %2%3</source>
        <translation>%1 %2%3</translation>
    </message>
    <message>
        <source>undone:</source>
        <translation>أُلغي:</translation>
    </message>
    <message>
        <source>not undone:</source>
        <translation>لم يُلغَ:</translation>
    </message>
    <message>
        <source>tearing down</source>
        <translation>تُفكك</translation>
    </message>
    <message>
        <source>dead letter %1 is tried again%2</source>
        <translation>يُحاول الأمر المتعذر %1 ثانية%2</translation>
    </message>
    <message>
        <source>told anew, since its history got long</source>
        <translation>رُويت من جديد لأن تاريخها طال</translation>
    </message>
    <message>
        <source>finished: %1%2</source>
        <translation>انتهت: %1%2</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 رمزًا</translation>
    </message>
    <message>
        <source>%1 USD</source>
        <translation>%1 دولار</translation>
    </message>
    <message>
        <source>budget raised by %1%2%3</source>
        <translation>رُفعت الميزانية بمقدار %1%2%3</translation>
    </message>
    <message>
        <source>tool call %1 waits for a person%2</source>
        <translation>استدعاء الأداة %1 ينتظر إنسانًا%2</translation>
    </message>
    <message>
        <source>tool call %1 is %2%3%4</source>
        <translation>استدعاء الأداة %1 هو %2%3%4</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 نيابة عن %2</translation>
    </message>
    <message>
        <source>approval %1 escalated to %2</source>
        <translation>صُعّد القرار %1 إلى %2</translation>
    </message>
    <message>
        <source>%1 has %2 decide approval %3</source>
        <translation>فوّض %1 %2 في القرار %3</translation>
    </message>
    <message>
        <source>%1 has %2 decide</source>
        <translation>فوّض %1 %2 في القرار</translation>
    </message>
    <message>
        <source>%1 took delegation %2 back</source>
        <translation>سحب %1 التفويض %2</translation>
    </message>
</context>
<context>
    <name>signalbox::EvidenceTable</name>
    <message>
        <source>... more lines: %1</source>
        <translation>... أسطر أخرى: %1</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>ليس بعد</translation>
    </message>
    <message>
        <source>Gates and their evidence</source>
        <translation>الفحوص وأدلتها</translation>
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
        <translation>تحتاج إليك</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>جارية</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>فشلت</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>منجزة</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>سابقة</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1
known because: %2</source>
        <translation>%1
عُرف لأن: %2</translation>
    </message>
    <message>
        <source>Task %1, %2, %3: %4</source>
        <translation>المهمة %1، %2، %3: %4</translation>
    </message>
</context>
<context>
    <name>signalbox::FleetPane</name>
    <message>
        <source>Filter: number, title, repository, state</source>
        <translation>ترشيح: الرقم، العنوان، المستودع، الحالة</translation>
    </message>
    <message>
        <source>Filter the fleet</source>
        <translation>رشّح الأسطول</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>المهام</translation>
    </message>
    <message>
        <source>&amp;Filter the fleet</source>
        <translation>رشّح الأسطول (&amp;F)</translation>
    </message>
    <message>
        <source>Next task</source>
        <translation>المهمة التالية</translation>
    </message>
    <message>
        <source>Previous task</source>
        <translation>المهمة السابقة</translation>
    </message>
    <message>
        <source>Show &amp;earlier tasks</source>
        <translation>أظهر المهام السابقة (&amp;E)</translation>
    </message>
    <message>
        <source>No task matches</source>
        <translation>لا مهمة مطابقة</translation>
    </message>
    <message>
        <source>Clear the filter to see all tasks.</source>
        <translation>أفرغ المرشح لترى كل المهام.</translation>
    </message>
    <message>
        <source>No task yet</source>
        <translation>لا مهمة بعد</translation>
    </message>
    <message>
        <source>Tasks appear here as soon as they are submitted.</source>
        <translation>تظهر المهام هنا حالما تُسلَّم.</translation>
    </message>
    <message>
        <source>Reading earlier tasks ...</source>
        <translation>تُقرأ المهام السابقة ...</translation>
    </message>
    <message>
        <source>Earlier tasks could not be read: try again</source>
        <translation>تعذرت قراءة المهام السابقة: حاول ثانية</translation>
    </message>
    <message>
        <source>Show earlier tasks</source>
        <translation>أظهر المهام السابقة</translation>
    </message>
    <message>
        <source>Finished tasks that the core&apos;s memory does not hold any more</source>
        <translation>مهام منتهية لم تعد في ذاكرة النواة</translation>
    </message>
</context>
<context>
    <name>signalbox::GateReport</name>
    <message>
        <source>tests: %1, failed: %2, skipped: %3</source>
        <translation>الاختبارات: %1، الفاشلة: %2، المتخطاة: %3</translation>
    </message>
    <message>
        <source>; the report is not whole: %1</source>
        <translation>؛ التقرير غير تام: %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 of %2 lines</source>
        <translation>%1 من %2 سطرًا</translation>
    </message>
    <message>
        <source>files: %1, lines run: %2 %</source>
        <translation>الملفات: %1، الأسطر المنفذة: %2 %</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Test or file</source>
        <translation>الاختبار أو الملف</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>القيمة</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>أين</translation>
    </message>
</context>
<context>
    <name>signalbox::GatesModel</name>
    <message>
        <source>%1
ran: %2</source>
        <translation>%1
نُفذ: %2</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2، %3</translation>
    </message>
    <message>
        <source>not judged yet</source>
        <translation>لم يُحكم عليه بعد</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>ليس بعد</translation>
    </message>
    <message>
        <source>earlier work: %1</source>
        <translation>عمل سابق: %1</translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation>%1 عند %2: %3</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>الفحص</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>الحكم</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>ما يقوله</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>الأرقام</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>المدة</translation>
    </message>
</context>
<context>
    <name>signalbox::GatesPane</name>
    <message>
        <source>No task chosen</source>
        <translation>لا مهمة مختارة</translation>
    </message>
    <message>
        <source>Choose a task in the fleet to see what its gates say.</source>
        <translation>اختر مهمة في الأسطول لترى ما تقوله فحوصها.</translation>
    </message>
    <message>
        <source>No gates</source>
        <translation>لا فحوص</translation>
    </message>
    <message>
        <source>The blueprint of this task has no gates yet.</source>
        <translation>ليس لمخطط هذه المهمة فحوص بعد.</translation>
    </message>
    <message>
        <source>Reading the task ...</source>
        <translation>تُقرأ المهمة ...</translation>
    </message>
</context>
<context>
    <name>signalbox::HelpCard</name>
    <message>
        <source>Keys and marks</source>
        <translation>المفاتيح والعلامات</translation>
    </message>
    <message>
        <source>Everything the console does, signalboxctl does too: the line at the bottom of the window shows the command. Any key closes this card.</source>
        <translation>كل ما تفعله اللوحة يفعله signalboxctl أيضًا: السطر في أسفل النافذة يُظهر الأمر. أي مفتاح يغلق هذه البطاقة.</translation>
    </message>
    <message>
        <source>next and previous task</source>
        <translation>المهمة التالية والسابقة</translation>
    </message>
    <message>
        <source>next task that needs you</source>
        <translation>المهمة التالية التي تحتاج إليك</translation>
    </message>
    <message>
        <source>approve exactly what is on the screen</source>
        <translation>وافق على ما على الشاشة بعينه</translation>
    </message>
    <message>
        <source>reject, with feedback for the agent</source>
        <translation>ارفض، مع ملاحظات للوكيل</translation>
    </message>
    <message>
        <source>ask the agent without deciding</source>
        <translation>اسأل الوكيل دون قرار</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Ctrl+Z</translation>
    </message>
    <message>
        <source>take a decision back, as long as it is held</source>
        <translation>تراجع عن القرار ما دام لم يُرسل</translation>
    </message>
    <message>
        <source>filter the fleet</source>
        <translation>رشّح الأسطول</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>all commands and tasks</source>
        <translation>كل الأوامر والمهام</translation>
    </message>
    <message>
        <source>Ctrl+1 ... 9</source>
        <translation>Ctrl+1 ... 9</translation>
    </message>
    <message>
        <source>go to a pane</source>
        <translation>اذهب إلى لوح</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Ctrl+F</translation>
    </message>
    <message>
        <source>search the log</source>
        <translation>ابحث في السجل</translation>
    </message>
    <message>
        <source>previous and next file of the change</source>
        <translation>الملف السابق والتالي في التغيير</translation>
    </message>
    <message>
        <source>in the change: file is viewed; side by side; comment on the line</source>
        <translation>في التغيير: نُظر في الملف؛ جنبًا إلى جنب؛ علّق على السطر</translation>
    </message>
    <message>
        <source>look again, when the work changed meanwhile</source>
        <translation>انظر ثانية إذا تغير العمل</translation>
    </message>
    <message>
        <source>←   →</source>
        <translation>←   →</translation>
    </message>
    <message>
        <source>in the steps: previous and next step</source>
        <translation>في الخطوات: الخطوة السابقة والتالية</translation>
    </message>
    <message>
        <source>in the timeline: the task one event earlier, later (Ctrl+. now)</source>
        <translation>في الخط الزمني: المهمة قبل حدث وبعده (Ctrl+. الآن)</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>new task</source>
        <translation>مهمة جديدة</translation>
    </message>
</context>
<context>
    <name>signalbox::KeyRing</name>
    <message>
        <source>the keychain holds no token for this core</source>
        <translation>ليس في سلسلة المفاتيح رمز لهذه النواة</translation>
    </message>
    <message>
        <source>the keychain is locked: %1</source>
        <translation>سلسلة المفاتيح مقفلة: %1</translation>
    </message>
    <message>
        <source>Unlock it and connect again, or type the token.</source>
        <translation>افتحها واتصل ثانية، أو اكتب الرمز.</translation>
    </message>
    <message>
        <source>no keychain answers here: %1</source>
        <translation>لا سلسلة مفاتيح تجيب هنا: %1</translation>
    </message>
    <message>
        <source>The token is used until the console ends. To keep it yourself, put it into SIGNALBOX_TOKEN.</source>
        <translation>يُستعمل الرمز حتى تنتهي اللوحة. ولحفظه بنفسك ضعه في SIGNALBOX_TOKEN.</translation>
    </message>
</context>
<context>
    <name>signalbox::LogPane</name>
    <message>
        <source>&amp;Search the log</source>
        <translation>ابحث في السجل (&amp;S)</translation>
    </message>
    <message>
        <source>Follow the end of the log</source>
        <translation>اتبع نهاية السجل</translation>
    </message>
    <message>
        <source>Show lines of this kind</source>
        <translation>أظهر أسطر هذا النوع</translation>
    </message>
    <message>
        <source>Show %1 lines</source>
        <translation>أظهر أسطر %1</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>ابحث في السجل</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>اتبع</translation>
    </message>
    <message>
        <source>Stay at the end as the log grows</source>
        <translation>ابقَ عند النهاية والسجل ينمو</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>غير موجود</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>غير موجود</translation>
    </message>
    <message>
        <source>No task chosen</source>
        <translation>لا مهمة مختارة</translation>
    </message>
    <message>
        <source>Choose a task in the fleet to read its log.</source>
        <translation>اختر مهمة في الأسطول لتقرأ سجلها.</translation>
    </message>
    <message>
        <source>Reading the log ...</source>
        <translation>يُقرأ السجل ...</translation>
    </message>
    <message>
        <source>The log is empty so far</source>
        <translation>السجل فارغ حتى الآن</translation>
    </message>
    <message>
        <source>Lines appear as soon as a step of the task writes something.</source>
        <translation>تظهر الأسطر حالما تكتب خطوة من المهمة شيئًا.</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 سطر</translation>
    </message>
    <message>
        <source>, complete</source>
        <translation>، كامل</translation>
    </message>
</context>
<context>
    <name>signalbox::LogView</name>
    <message>
        <source>output</source>
        <translation>خرج</translation>
    </message>
    <message>
        <source>core</source>
        <translation>نواة</translation>
    </message>
    <message>
        <source>tool</source>
        <translation>أداة</translation>
    </message>
    <message>
        <source>model</source>
        <translation>نموذج</translation>
    </message>
    <message>
        <source> ... +%1 characters</source>
        <translation> ... +%1 حرف</translation>
    </message>
    <message>
        <source>Agent log</source>
        <translation>سجل الوكيل</translation>
    </message>
    <message>
        <source>&amp;Copy lines</source>
        <translation>انسخ الأسطر (&amp;C)</translation>
    </message>
    <message>
        <source>Go to the &amp;end</source>
        <translation>اذهب إلى النهاية (&amp;E)</translation>
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
        <translation>، منذ %1</translation>
    </message>
    <message>
        <source>%1; known because %2</source>
        <translation>%1؛ عُرف لأن %2</translation>
    </message>
    <message>
        <source>#%1 %2</source>
        <translation>#%1 %2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>الآلة</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>المهمة</translation>
    </message>
    <message>
        <source>Processor time</source>
        <translation>وقت المعالج</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>القرص</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>العمر</translation>
    </message>
</context>
<context>
    <name>signalbox::MachinesPane</name>
    <message>
        <source>Machines</source>
        <translation>الآلات</translation>
    </message>
    <message>
        <source>No machine exists</source>
        <translation>لا آلة موجودة</translation>
    </message>
    <message>
        <source>A machine is made for each attempt that needs one, and removed when it ends.</source>
        <translation>تُصنع آلة لكل جولة تحتاج إليها وتُزال عند نهايتها.</translation>
    </message>
    <message>
        <source>&amp;Hibernate the machine</source>
        <translation>نوّم الآلة (&amp;H)</translation>
    </message>
    <message>
        <source>Resume the &amp;machine</source>
        <translation>أيقظ الآلة (&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Destroy the machine ...</source>
        <translation>دمّر الآلة (&amp;D) ...</translation>
    </message>
    <message>
        <source>%1 and its disk are removed at once; its attempt counts as a technical failure.</source>
        <translation>تُزال %1 وقرصها حالًا؛ وتُحسب جولتها عطلًا تقنيًا.</translation>
    </message>
    <message>
        <source>Destroy it</source>
        <translation>دمّرها</translation>
    </message>
    <message>
        <source>Open a &amp;terminal in the machine</source>
        <translation>فتح &amp;طرفية في الآلة</translation>
    </message>
    <message>
        <source>Choose a machine to enter, hibernate, resume or destroy it.</source>
        <translation>اختر آلة لدخولها أو إسباتها أو استئنافها أو إتلافها.</translation>
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
        <translation>اللوح: %1</translation>
    </message>
    <message>
        <source>Sending your decision ...</source>
        <translation>يُرسل قرارك ...</translation>
    </message>
    <message>
        <source>There is no command “%1” now.</source>
        <translation>لا أمر باسم «%1» الآن.</translation>
    </message>
    <message>
        <source>Save the la&amp;yout as ...</source>
        <translation>احفظ الترتيب باسم (&amp;Y) ...</translation>
    </message>
    <message>
        <source>Name of the layout</source>
        <translation>اسم الترتيب</translation>
    </message>
    <message>
        <source>The layout “%1” was saved</source>
        <translation>حُفظ الترتيب «%1»</translation>
    </message>
    <message>
        <source>Save the fleet&apos;s filter as a &amp;view ...</source>
        <translation>احفظ مرشح الأسطول عرضًا (&amp;V) ...</translation>
    </message>
    <message>
        <source>The fleet is not filtered: type a filter first (/).</source>
        <translation>الأسطول غير مرشح: اكتب مرشحًا أولًا (/).</translation>
    </message>
    <message>
        <source>Name of the view “%1”</source>
        <translation>اسم العرض «%1»</translation>
    </message>
    <message>
        <source>The view “%1” was saved</source>
        <translation>حُفظ العرض «%1»</translation>
    </message>
    <message>
        <source>&amp;Quiet hours ...</source>
        <translation>ساعات الهدوء (&amp;Q) ...</translation>
    </message>
    <message>
        <source>Announce nothing between (22:00-07:00; “none”: always announce)</source>
        <translation>لا تُعلن شيئًا بين (22:00-07:00؛ «none»: أعلن دائمًا)</translation>
    </message>
    <message>
        <source>Decisions are announced at any time</source>
        <translation>تُعلن القرارات في كل وقت</translation>
    </message>
    <message>
        <source>Quiet between %1</source>
        <translation>هدوء بين %1</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>نص أكبر (&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>نص أصغر (&amp;S)</translation>
    </message>
    <message>
        <source>Text of ordinary size</source>
        <translation>نص بحجم معتاد</translation>
    </message>
    <message>
        <source>Core: %1</source>
        <translation>النواة: %1</translation>
    </message>
    <message>
        <source>Layout: %1</source>
        <translation>الترتيب: %1</translation>
    </message>
    <message>
        <source>View: %1</source>
        <translation>العرض: %1</translation>
    </message>
    <message>
        <source>View: all tasks</source>
        <translation>العرض: كل المهام</translation>
    </message>
    <message>
        <source>Forget the layout: %1</source>
        <translation>انسَ الترتيب: %1</translation>
    </message>
    <message>
        <source>Forget the view: %1</source>
        <translation>انسَ العرض: %1</translation>
    </message>
    <message>
        <source>The layout “%1” cannot be read any more; nothing was moved.</source>
        <translation>لم يعد الترتيب «%1» مقروءًا؛ لم يُحرك شيء.</translation>
    </message>
    <message>
        <source>The layout of your last session could not be read: this is the first one. Your tasks are not concerned.</source>
        <translation>تعذرت قراءة ترتيب جلستك الأخيرة: هذا هو الأول. ولا يمس ذلك مهامك.</translation>
    </message>
    <message>
        <source>Search and &amp;commands</source>
        <translation>البحث والأوامر (&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Run the sample task</source>
        <translation>شغّل المهمة المثال (&amp;R)</translation>
    </message>
    <message>
        <source>Add a re&amp;pository</source>
        <translation>أضف مستودعًا (&amp;P)</translation>
    </message>
    <message>
        <source>Connect to another c&amp;ore ...</source>
        <translation>اتصل بنواة أخرى (&amp;O) ...</translation>
    </message>
    <message>
        <source>&amp;Take the decision back</source>
        <translation>تراجع عن القرار (&amp;T)</translation>
    </message>
    <message>
        <source>Go to: %1</source>
        <translation>اذهب إلى: %1</translation>
    </message>
    <message>
        <source>Go to #%1 %2</source>
        <translation>اذهب إلى #%1 %2</translation>
    </message>
    <message>
        <source>&amp;Core</source>
        <translation>النواة (&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Try the connection again</source>
        <translation>حاول الاتصال ثانية (&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>اخرج (&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Task</source>
        <translation>المهمة (&amp;T)</translation>
    </message>
    <message>
        <source>&amp;New task</source>
        <translation>مهمة جديدة (&amp;N)</translation>
    </message>
    <message>
        <source>Next &amp;decision</source>
        <translation>القرار التالي (&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Decide</source>
        <translation>قرّر (&amp;D)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>عرض (&amp;V)</translation>
    </message>
    <message>
        <source>La&amp;youts and views</source>
        <translation>الترتيبات والعروض (&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation>أعد الترتيب الأول (&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Light colours</source>
        <translation>ألوان فاتحة (&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark colours</source>
        <translation>ألوان داكنة (&amp;D)</translation>
    </message>
    <message>
        <source>Colours of the des&amp;ktop</source>
        <translation>ألوان سطح المكتب (&amp;K)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>اللغة (&amp;G)</translation>
    </message>
    <message>
        <source>Language: %1</source>
        <translation>اللغة: %1</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>مساعدة (&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys and marks</source>
        <translation>المفاتيح والعلامات (&amp;K)</translation>
    </message>
    <message>
        <source>Approval %1: your yes was recorded</source>
        <translation>القرار %1: سُجلت موافقتك</translation>
    </message>
    <message>
        <source>Approval %1: your no and its feedback were recorded</source>
        <translation>القرار %1: سُجل رفضك مع ملاحظاته</translation>
    </message>
    <message>
        <source>Approval %1: you said yes.</source>
        <translation>القرار %1: قلت نعم.</translation>
    </message>
    <message>
        <source>Approval %1: you said no.</source>
        <translation>القرار %1: قلت لا.</translation>
    </message>
    <message>
        <source> It is sent in %1 s.</source>
        <translation> يُرسل خلال %1 ث.</translation>
    </message>
    <message>
        <source>Take it back   %1</source>
        <translation>تراجع   %1</translation>
    </message>
    <message>
        <source>.   What you see is how it was at %1, %2 ago.</source>
        <translation>.   ما تراه هو ما كان عند %1، قبل %2.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>حاول الآن</translation>
    </message>
    <message>
        <source>The past of task %1: as it was at %2, after event %3 of %4. Nothing can be decided here.</source>
        <translation>ماضي المهمة %1: كما كانت في %2، بعد الحدث %3 من %4. لا قرار ممكن هنا.</translation>
    </message>
    <message>
        <source>Back to now   Ctrl+.</source>
        <translation>عودة إلى الآن   Ctrl+.</translation>
    </message>
    <message>
        <source>The past of the whole fleet: as it was at %1, after event %2 of %3. Nothing can be decided here.</source>
        <translation>ماضي الأسطول كله: كما كان في %1، بعد الحدث %2 من %3. لا قرار ممكن هنا.</translation>
    </message>
</context>
<context>
    <name>signalbox::Mark</name>
    <message>
        <source>needs your decision</source>
        <translation>تحتاج إلى قرارك</translation>
    </message>
    <message>
        <source>needs a person</source>
        <translation>تحتاج إلى شخص</translation>
    </message>
    <message>
        <source>being admitted</source>
        <translation>قيد القبول</translation>
    </message>
    <message>
        <source>waiting for a machine</source>
        <translation>تنتظر آلة</translation>
    </message>
    <message>
        <source>running</source>
        <translation>جارية</translation>
    </message>
    <message>
        <source>trying again</source>
        <translation>تحاول ثانية</translation>
    </message>
    <message>
        <source>undoing</source>
        <translation>تُلغي ما فعلت</translation>
    </message>
    <message>
        <source>done</source>
        <translation>منجزة</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>مردودة</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>مرفوضة</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>فشلت</translation>
    </message>
    <message>
        <source>stopped by a limit</source>
        <translation>أوقفها حد</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>ملغاة</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>نجح</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>لم يُحكم عليه</translation>
    </message>
    <message>
        <source>out of time</source>
        <translation>انتهى الوقت</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>بلغ الحد</translation>
    </message>
    <message>
        <source>stopped by budget</source>
        <translation>أوقفته الميزانية</translation>
    </message>
    <message>
        <source>goes in circles</source>
        <translation>يدور في حلقة</translation>
    </message>
    <message>
        <source>open</source>
        <translation>مفتوح</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>قُبل</translation>
    </message>
    <message>
        <source>void: the work changed</source>
        <translation>باطل: تغير العمل</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>انتهى أجله</translation>
    </message>
</context>
<context>
    <name>signalbox::NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>أغلق</translation>
    </message>
    <message>
        <source>Act on this notice</source>
        <translation>تصرّف حيال هذا الإشعار</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>أغلق هذا الإشعار</translation>
    </message>
</context>
<context>
    <name>signalbox::Notifier</name>
    <message>
        <source>Signalbox: %1</source>
        <translation>Signalbox: %1</translation>
    </message>
    <message>
        <source>(%1) %2</source>
        <translation>(%1) %2</translation>
    </message>
    <message>
        <source>Signalbox: needs you: %1</source>
        <translation>Signalbox: تحتاج إليك: %1</translation>
    </message>
    <message>
        <source>A decision is needed</source>
        <translation>قرار مطلوب</translation>
    </message>
    <message>
        <source>Decisions asked for: %1</source>
        <translation>قرارات مطلوبة: %1</translation>
    </message>
    <message>
        <source>#%1 %2 (%3)</source>
        <translation>#%1 %2 (%3)</translation>
    </message>
    <message>
        <source>A decision was escalated to you</source>
        <translation>صُعّد إليك قرار</translation>
    </message>
</context>
<context>
    <name>signalbox::Panes</name>
    <message>
        <source>Fleet</source>
        <translation>الأسطول</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>المهمة</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>الفحوص</translation>
    </message>
    <message>
        <source>Agent log</source>
        <translation>سجل الوكيل</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>الخط الزمني</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>الآلات</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>تنبيهات</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>القرار</translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation>المستودعات</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>مهمة جديدة</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>الميزانيات</translation>
    </message>
    <message>
        <source>Blueprints</source>
        <translation>المخططات</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>التدقيق</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>الطرفية</translation>
    </message>
    <message>
        <source>This is the present, not the past. %1</source>
        <translation>هذا هو الحاضر لا الماضي. %1</translation>
    </message>
</context>
<context>
    <name>signalbox::QuestionList</name>
    <message>
        <source>%1 asked %2 ago: %3</source>
        <translation>سأل %1 قبل %2: %3</translation>
    </message>
    <message>
        <source>The agent: %1</source>
        <translation>الوكيل: %1</translation>
    </message>
    <message>
        <source>The agent has not answered yet.</source>
        <translation>لم يجب الوكيل بعد.</translation>
    </message>
</context>
<context>
    <name>signalbox::RaiseCard</name>
    <message>
        <source>&amp;Raise the budget</source>
        <translation>&amp;رفع الميزانية</translation>
    </message>
    <message>
        <source> thousand tokens</source>
        <translation> ألف رمز</translation>
    </message>
    <message>
        <source>More tokens, in thousands</source>
        <translation>رموز إضافية بالآلاف</translation>
    </message>
    <message>
        <source>$</source>
        <comment>before an amount</comment>
        <translation>$</translation>
    </message>
    <message>
        <source>More US dollars</source>
        <translation>دولارات إضافية</translation>
    </message>
    <message>
        <source>why; it is kept in the journal</source>
        <translation>السبب؛ يُحفظ في السجل</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>Task %1, %2: grant it so much more</source>
        <translation>المهمة %1، %2: امنحها هذا القدر الإضافي</translation>
    </message>
    <message>
        <source>Say by how much: in tokens, in dollars or in both.</source>
        <translation>حدد المقدار: بالرموز أو بالدولار أو بكليهما.</translation>
    </message>
</context>
<context>
    <name>signalbox::ReportView</name>
    <message>
        <source>failed</source>
        <translation>فشلت</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>تُخطي</translation>
    </message>
    <message>
        <source>low</source>
        <translation>قليل</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>جيد</translation>
    </message>
    <message>
        <source>Tests and files of the report</source>
        <translation>اختبارات التقرير وملفاته</translation>
    </message>
    <message>
        <source>What the test says</source>
        <translation>ما يقوله الاختبار</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>التقرير</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>الخرج</translation>
    </message>
    <message>
        <source>Report or output</source>
        <translation>التقرير أو الخرج</translation>
    </message>
    <message>
        <source>Reading the report ...</source>
        <translation>يُقرأ التقرير ...</translation>
    </message>
    <message>
        <source>The report cannot be read</source>
        <translation>تعذرت قراءة التقرير</translation>
    </message>
    <message>
        <source>No report</source>
        <translation>لا تقرير</translation>
    </message>
    <message>
        <source>Choose a gate to see what its programs reported.</source>
        <translation>اختر فحصًا لترى ما أبلغت به برامجه.</translation>
    </message>
    <message>
        <source>This gate&apos;s programs left no report and no output.</source>
        <translation>لم تترك برامج هذا الفحص تقريرًا ولا خرجًا.</translation>
    </message>
</context>
<context>
    <name>signalbox::RepositoriesModel</name>
    <message>
        <source>added by %1</source>
        <translation>أضافه %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>مجهول</translation>
    </message>
    <message>
        <source>the remote&apos;s default</source>
        <translation>ما يفترضه الطرف البعيد</translation>
    </message>
    <message>
        <source>the repository&apos;s own</source>
        <translation>ما للمستودع نفسه</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>المستودع</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Protected branch</source>
        <translation>الفرع المحمي</translation>
    </message>
    <message>
        <source>Blueprint</source>
        <translation>المخطط</translation>
    </message>
</context>
<context>
    <name>signalbox::RepositoriesPane</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>a short name, for example parser</source>
        <translation>اسم قصير، مثلًا parser</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>https://host/path.git, ssh or a local path</source>
        <translation>https://host/path.git أو ssh أو مسار محلي</translation>
    </message>
    <message>
        <source>Protected branch</source>
        <translation>الفرع المحمي</translation>
    </message>
    <message>
        <source>the remote&apos;s default</source>
        <translation>ما يفترضه الطرف البعيد</translation>
    </message>
    <message>
        <source>Blueprint</source>
        <translation>المخطط</translation>
    </message>
    <message>
        <source>where the repository has none of its own</source>
        <translation>حيث لا مخطط للمستودع نفسه</translation>
    </message>
    <message>
        <source>&amp;Add repository</source>
        <translation>أضف مستودعًا (&amp;A)</translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation>المستودعات</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>الاسم (&amp;N)</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>العنوان (&amp;D)</translation>
    </message>
    <message>
        <source>Protected &amp;branch</source>
        <translation>الفرع المحمي (&amp;B)</translation>
    </message>
    <message>
        <source>Blue&amp;print</source>
        <translation>المخطط (&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Remove the repository</source>
        <translation>أزل المستودع (&amp;R)</translation>
    </message>
    <message>
        <source>A name and an address are needed.</source>
        <translation>يلزم اسم وعنوان.</translation>
    </message>
</context>
<context>
    <name>signalbox::Screenshot</name>
    <message>
        <source>the window was not complete in time</source>
        <translation>لم تكتمل النافذة في الوقت</translation>
    </message>
    <message>
        <source>the picture could not be written to %1</source>
        <translation>تعذرت كتابة الصورة إلى %1</translation>
    </message>
    <message>
        <source>Does the folder exist, and may you write to it?</source>
        <translation>هل المجلد موجود، وهل يحق لك الكتابة فيه؟</translation>
    </message>
</context>
<context>
    <name>signalbox::StepCards</name>
    <message>
        <source>not yet</source>
        <translation>ليس بعد</translation>
    </message>
    <message>
        <source>%1 of %2 agreed</source>
        <translation>وافق %1 من %2</translation>
    </message>
    <message>
        <source>no machine yet</source>
        <translation>لا آلة بعد</translation>
    </message>
    <message>
        <source>under 1 s</source>
        <translation>أقل من ثانية</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 ث</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 د %2 ث</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 س %2 د</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 ي %2 س</translation>
    </message>
    <message>
        <source>now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 د</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 س</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 ي</translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <translation>%1 (%2): %3</translation>
    </message>
    <message>
        <source>attempts: %1</source>
        <translation>الجولات: %1</translation>
    </message>
    <message>
        <source>this is where the task is</source>
        <translation>المهمة هنا</translation>
    </message>
    <message>
        <source>before: %1</source>
        <translation>سابقًا: %1</translation>
    </message>
    <message>
        <source>people: %1</source>
        <translation>الأشخاص: %1</translation>
    </message>
    <message>
        <source>at most %1 min</source>
        <translation>%1 د على الأكثر</translation>
    </message>
</context>
<context>
    <name>signalbox::StepDetail</name>
    <message>
        <source>at most %1 an attempt</source>
        <translation>لا تزيد الجولة على %1</translation>
    </message>
    <message>
        <source>on failure: %1</source>
        <translation>عند الفشل: %1</translation>
    </message>
    <message>
        <source>runs: %1</source>
        <translation>ينفذ: %1</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>الجولة</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>الحكم</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>بدأت</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>المدة</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>الآلة</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>ما نتج عنها</translation>
    </message>
    <message>
        <source>Attempts of the step</source>
        <translation>جولات الخطوة</translation>
    </message>
    <message>
        <source>Step %1   ·   %2</source>
        <translation>الخطوة %1   ·   %2</translation>
    </message>
    <message>
        <source>Feedback from %1: %2</source>
        <translation>ملاحظات من %1: %2</translation>
    </message>
    <message>
        <source>left</source>
        <translation>تُركت</translation>
    </message>
    <message>
        <source>none</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>   (technical failures: %1)</source>
        <translation>   (أعطال تقنية: %1)</translation>
    </message>
    <message>
        <source>commit %1</source>
        <translation>الإيداع %1</translation>
    </message>
</context>
<context>
    <name>signalbox::StepGraph</name>
    <message>
        <source>Steps of the task</source>
        <translation>خطوات المهمة</translation>
    </message>
    <message>
        <source>0 of 1 agreed</source>
        <translation>وافق 0 من 1</translation>
    </message>
    <message>
        <source>sent back %1×</source>
        <translation>أعيدت %1×</translation>
    </message>
</context>
<context>
    <name>signalbox::SubmitPane</name>
    <message>
        <source>&amp;Submit task   Ctrl+Enter</source>
        <translation>سلّم المهمة   Ctrl+Enter (&amp;S)</translation>
    </message>
    <message>
        <source>in a few words, for example: fix flaky parser test</source>
        <translation>بكلمات قليلة، مثلًا: أصلح اختبار المحلل المتقلب</translation>
    </message>
    <message>
        <source>What is to be done, and what is known about it</source>
        <translation>ما المطلوب وما المعروف عنه</translation>
    </message>
    <message>
        <source>One a line: what must be true when it is done</source>
        <translation>واحد في كل سطر: ما يجب أن يصح عند الإنجاز</translation>
    </message>
    <message>
        <source>as the blueprint says</source>
        <translation>كما يقول المخطط</translation>
    </message>
    <message>
        <source>&amp;Repository</source>
        <translation>المستودع (&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>العنوان (&amp;T)</translation>
    </message>
    <message>
        <source>&amp;What to do</source>
        <translation>المطلوب (&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Accept when</source>
        <translation>اقبل عندما (&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Blueprint</source>
        <translation>المخطط (&amp;B)</translation>
    </message>
    <message>
        <source>A&amp;gent command</source>
        <translation>أمر الوكيل (&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Priority</source>
        <translation>الأولوية (&amp;P)</translation>
    </message>
    <message>
        <source>Submit the task</source>
        <translation>سلّم المهمة</translation>
    </message>
    <message>
        <source>the repository&apos;s own</source>
        <translation>ما للمستودع نفسه</translation>
    </message>
    <message>
        <source>Add a repository first.</source>
        <translation>أضف مستودعًا أولًا.</translation>
    </message>
    <message>
        <source>A title is needed.</source>
        <translation>يلزم عنوان.</translation>
    </message>
    <message>
        <source>Say what is to be done.</source>
        <translation>قل ما المطلوب.</translation>
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
        <translation>منذ %1، عُرف لأن %2</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>المطلوب</translation>
    </message>
    <message>
        <source>accept when</source>
        <translation>يُقبل عندما</translation>
    </message>
    <message>
        <source>   from %1 at %2</source>
        <translation>   من %1 عند %2</translation>
    </message>
    <message>
        <source>   work at %1</source>
        <translation>   العمل عند %1</translation>
    </message>
    <message>
        <source>repository</source>
        <translation>المستودع</translation>
    </message>
    <message>
        <source>%1, %2 ago</source>
        <translation>%1، قبل %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>مجهول</translation>
    </message>
    <message>
        <source>   sent back %1 of at most %2 times</source>
        <translation>   أعيدت %1 من %2 مرات على الأكثر</translation>
    </message>
    <message>
        <source>submitted by</source>
        <translation>سلّمها</translation>
    </message>
    <message>
        <source>blueprint</source>
        <translation>المخطط</translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <translation>%1 %2، %3</translation>
    </message>
    <message>
        <source>published</source>
        <translation>نُشر</translation>
    </message>
    <message>
        <source>branch %1 at %2</source>
        <translation>الفرع %1 في %2</translation>
    </message>
</context>
<context>
    <name>signalbox::TaskPane</name>
    <message>
        <source>&amp;Cancel the task ...</source>
        <translation>ألغِ المهمة (&amp;C) ...</translation>
    </message>
    <message>
        <source>The task stops, what it did is undone, and its machine is removed.</source>
        <translation>تتوقف المهمة ويُلغى ما فعلته وتُزال آلتها.</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>ألغِها</translation>
    </message>
    <message>
        <source>cancelled in the console</source>
        <translation>أُلغيت في اللوحة</translation>
    </message>
    <message>
        <source>Send the task &amp;on</source>
        <translation>أرسل المهمة قدمًا (&amp;O)</translation>
    </message>
    <message>
        <source>Step to go on at</source>
        <translation>الخطوة التي تُستأنف منها</translation>
    </message>
    <message>
        <source>Feedback for the agent (may be empty)</source>
        <translation>ملاحظات للوكيل (قد تكون فارغة)</translation>
    </message>
    <message>
        <source>Feedback for the agent</source>
        <translation>ملاحظات للوكيل</translation>
    </message>
    <message>
        <source>Send it &amp;on</source>
        <translation>أرسلها قدمًا (&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Cancel the task</source>
        <translation>ألغِ المهمة (&amp;C)</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>عند %1</translation>
    </message>
    <message>
        <source>No task chosen</source>
        <translation>لا مهمة مختارة</translation>
    </message>
    <message>
        <source>J and K walk through the fleet; Ctrl+K finds everything.</source>
        <translation>J وK يمشيان في الأسطول؛ Ctrl+K يجد كل شيء.</translation>
    </message>
    <message>
        <source>Reading task %1 ...</source>
        <translation>تُقرأ المهمة %1 ...</translation>
    </message>
    <message>
        <source>&amp;Grant the task a larger budget ...</source>
        <translation>من&amp;ح المهمة ميزانية أكبر …</translation>
    </message>
    <message>
        <source>Raise its bud&amp;get ...</source>
        <translation>&amp;رفع ميزانيتها …</translation>
    </message>
</context>
<context>
    <name>signalbox::TerminalPane</name>
    <message>
        <source>What you do in an attempt&apos;s machine can change its result. Who opens a terminal, and when, is in the audit log and in the task&apos;s log.</source>
        <translation>ما تفعله في آلة محاولة قد يغيّر نتيجتها. من يفتح طرفية ومتى يُسجَّل في سجل التدقيق وفي سجل المهمة.</translation>
    </message>
    <message>
        <source>Too much waits to be typed.</source>
        <translation>ينتظر الكثير ليُكتب.</translation>
    </message>
    <message>
        <source>%1 characters are too much to paste.</source>
        <translation>%1 من المحارف أكثر مما يمكن لصقه.</translation>
    </message>
    <message>
        <source>&amp;Open a terminal</source>
        <translation>&amp;فتح طرفية</translation>
    </message>
    <message>
        <source>&amp;Close the terminal</source>
        <translation>&amp;إغلاق الطرفية</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>الآلة</translation>
    </message>
    <message>
        <source>Task %1: %2</source>
        <translation>المهمة %1: %2</translation>
    </message>
    <message>
        <source>The past has no terminals</source>
        <translation>لا طرفيات في الماضي</translation>
    </message>
    <message>
        <source>Go back to now to enter a machine.</source>
        <translation>ارجع إلى الآن لدخول آلة.</translation>
    </message>
    <message>
        <source>No machine can be entered</source>
        <translation>لا توجد آلة يمكن دخولها</translation>
    </message>
    <message>
        <source>Only the machine of an attempt can be, while it runs.</source>
        <translation>آلة المحاولة فقط، وهي تعمل.</translation>
    </message>
    <message>
        <source>No terminal is open</source>
        <translation>لا توجد طرفية مفتوحة</translation>
    </message>
    <message>
        <source>It runs as the agent&apos;s user, beside the agent&apos;s own session.</source>
        <translation>تعمل بمستخدم الوكيل، إلى جانب جلسة الوكيل نفسه.</translation>
    </message>
    <message>
        <source>Close this terminal before you open one in %1.</source>
        <translation>أغلق هذه الطرفية قبل أن تفتح واحدة في %1.</translation>
    </message>
    <message>
        <source>Terminal in %1</source>
        <translation>طرفية في %1</translation>
    </message>
    <message>
        <source>Open in %1, as the agent&apos;s user</source>
        <translation>مفتوحة في %1 بمستخدم الوكيل</translation>
    </message>
    <message>
        <source>It is closed: %1</source>
        <translation>أُغلقت: %1</translation>
    </message>
    <message>
        <source>Opening a terminal in %1</source>
        <translation>يجري فتح طرفية في %1</translation>
    </message>
    <message>
        <source>You closed it.</source>
        <translation>أنت أغلقتها.</translation>
    </message>
</context>
<context>
    <name>signalbox::TerminalView</name>
    <message>
        <source>Terminal</source>
        <translation>الطرفية</translation>
    </message>
    <message>
        <source>All keys go to the program. Ctrl and a digit goes to another pane, Ctrl+Shift+C copies, Ctrl+Shift+V pastes.</source>
        <translation>تذهب كل المفاتيح إلى البرنامج. Ctrl مع رقم ينتقل إلى لوحة أخرى، وCtrl+Shift+C ينسخ، وCtrl+Shift+V يلصق.</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;نسخ</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;لصق</translation>
    </message>
</context>
<context>
    <name>signalbox::TimeBar</name>
    <message>
        <source>One event &amp;back</source>
        <translation>حدث إلى الخلف (&amp;B)</translation>
    </message>
    <message>
        <source>One event &amp;on</source>
        <translation>حدث إلى الأمام (&amp;O)</translation>
    </message>
    <message>
        <source>Back to &amp;now</source>
        <translation>عودة إلى الآن (&amp;N)</translation>
    </message>
    <message>
        <source>Moment of the task&apos;s history</source>
        <translation>لحظة من تاريخ المهمة</translation>
    </message>
    <message>
        <source>Move back to see the task as it was then</source>
        <translation>حرّكه إلى الخلف لترى المهمة كما كانت</translation>
    </message>
    <message>
        <source>the past: event %1 of %2</source>
        <translation>الماضي: الحدث %1 من %2</translation>
    </message>
    <message>
        <source>now: event %1</source>
        <translation>الآن: الحدث %1</translation>
    </message>
    <message>
        <source>The &amp;whole fleet</source>
        <translation>الأسطول كله (&amp;W)</translation>
    </message>
    <message>
        <source>Move through the past of the whole fleet, not of this task alone</source>
        <translation>تنقّل في ماضي الأسطول كله، لا في ماضي هذه المهمة وحدها</translation>
    </message>
    <message>
        <source>Moment of the fleet&apos;s history</source>
        <translation>لحظة من تاريخ الأسطول</translation>
    </message>
    <message>
        <source>Move back to see the whole fleet as it was then</source>
        <translation>حرّكه إلى الخلف لترى الأسطول كله كما كان</translation>
    </message>
    <message>
        <source>reading event %1 of %2 ...</source>
        <translation>يُقرأ الحدث %1 من %2 ...</translation>
    </message>
</context>
<context>
    <name>signalbox::TimelineModel</name>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>ما حدث</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>الحدث</translation>
    </message>
</context>
<context>
    <name>signalbox::TimelinePane</name>
    <message>
        <source>Timeline</source>
        <translation>الخط الزمني</translation>
    </message>
    <message>
        <source>Enter or a double click shows the task as it was after that event</source>
        <translation>Enter أو نقرتان تُظهران المهمة كما كانت بعد ذلك الحدث</translation>
    </message>
</context>
<context>
    <name>signalbox::Together</name>
    <message>
        <source>the evidence that stands is not the one that is asked about</source>
        <translation>الأدلة القائمة ليست المسؤول عنها</translation>
    </message>
    <message>
        <source>the change that stands is not the one that is asked about</source>
        <translation>التغيير القائم ليس المسؤول عنه</translation>
    </message>
    <message>
        <source>reading ...</source>
        <translation>يُقرأ ...</translation>
    </message>
    <message>
        <source>all %1 passed</source>
        <translation>نجحت كلها (%1)</translation>
    </message>
    <message>
        <source>%1 of %2 passed; not: %3</source>
        <translation>نجح %1 من %2؛ ولم ينجح: %3</translation>
    </message>
    <message>
        <source>not recorded: %1</source>
        <translation>لم يُسجَّل: %1</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>معلَّم</translation>
    </message>
    <message>
        <source>not marked</source>
        <translation>غير معلَّم</translation>
    </message>
    <message>
        <source>new or changed a moment ago: look at it, then mark it</source>
        <translation>جديد أو تغيّر للتو: انظر إليه ثم علّمه</translation>
    </message>
    <message>
        <source>settled meanwhile, not by you</source>
        <translation>حُسم في أثناء ذلك، لا من قِبلك</translation>
    </message>
    <message>
        <source>you have decided; others must still agree</source>
        <translation>قررت؛ ما زال على غيرك أن يوافق</translation>
    </message>
    <message>
        <source>decided, on its way</source>
        <translation>قُرر، وهو في الطريق</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>سُجِّل</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>لم يُسجَّل</translation>
    </message>
    <message>
        <source>Repository %1, step %2, blueprint %3; each needs %4 to agree</source>
        <translation>المستودع %1، الخطوة %2، المخطط %3؛ يلزم لكل منها موافقون: %4</translation>
    </message>
    <message>
        <source>Passed by all: %1</source>
        <translation>اجتازتها كلها: %1</translation>
    </message>
    <message>
        <source>Touched by all: %1</source>
        <translation>غيّرتها كلها: %1</translation>
    </message>
    <message>
        <source>Trees: %1 different ones, each vote binds its own</source>
        <translation>أشجار مختلفة: %1، وكل صوت يلتزم بشجرته</translation>
    </message>
    <message>
        <source>Not passed everywhere: %1</source>
        <translation>لم ينجح في كلها: %1</translation>
    </message>
    <message>
        <source>Lines changed: from %1 to %2</source>
        <translation>الأسطر المتغيرة: من %1 إلى %2</translation>
    </message>
    <message>
        <source>binds tree %1, evidence %2</source>
        <translation>يلتزم بالشجرة %1 والأدلة %2</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>المهمة</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>الفحوص</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>التغيير</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>الانتظار</translation>
    </message>
    <message>
        <source>Your vote</source>
        <translation>صوتك</translation>
    </message>
</context>
<context>
    <name>signalbox::TogetherView</name>
    <message>
        <source>Decisions that ask the same</source>
        <translation>قرارات متماثلة</translation>
    </message>
    <message>
        <source>Space marks, Enter shows one by itself</source>
        <translation>المسافة تعلّم، والإدخال يعرض واحدًا وحده</translation>
    </message>
    <message>
        <source>Decisions that ask the same: %1, marked: %2</source>
        <translation>قرارات متماثلة: %1، المعلَّم منها: %2</translation>
    </message>
</context>
<context>
    <name>signalbox::ToolCallBar</name>
    <message>
        <source>&amp;Allow this tool call</source>
        <translation>ال&amp;سماح بهذا الاستدعاء</translation>
    </message>
    <message>
        <source>Allow it in this &amp;task</source>
        <translation>السماح به في هذه الم&amp;همة</translation>
    </message>
    <message>
        <source>&amp;Deny this tool call</source>
        <translation>&amp;رفض هذا الاستدعاء</translation>
    </message>
    <message>
        <source>What the agent wants to do</source>
        <translation>ما يريد الوكيل فعله</translation>
    </message>
    <message>
        <source>What the agent is told (optional)</source>
        <translation>ما يُقال للوكيل (اختياري)</translation>
    </message>
    <message>
        <source>Exactly this, once</source>
        <translation>هذا بعينه، مرة واحدة</translation>
    </message>
    <message>
        <source>Exactly this, whenever the agent asks for it in the rest of the task</source>
        <translation>هذا بعينه، كلما طلبه الوكيل في بقية المهمة</translation>
    </message>
    <message>
        <source>The agent wants to use %1 and waits for you</source>
        <translation>يريد الوكيل استخدام %1 وينتظرك</translation>
    </message>
    <message>
        <source>The agent wants to use %1 and waits for you (first of %2)</source>
        <translation>يريد الوكيل استخدام %1 وينتظرك (الأول من %2)</translation>
    </message>
    <message>
        <source>%1 risk: %2, in %3</source>
        <translation>خطر %1: %2، في %3</translation>
    </message>
    <message>
        <source>%1 risk: %2, %3</source>
        <translation>خطر %1: %2، %3</translation>
    </message>
</context>
<context>
    <name>signalbox::TopBar</name>
    <message>
        <source>no machines: %1</source>
        <translation>لا آلات: %1</translation>
    </message>
    <message>
        <source>looking at what machines this host can run ...</source>
        <translation>يُنظر أي آلات يستطيعها هذا الحاسوب ...</translation>
    </message>
    <message>
        <source>NOT ISOLATED: tasks run as processes of this host</source>
        <translation>غير معزول: تجري المهام عملياتٍ في هذا الحاسوب</translation>
    </message>
    <message>
        <source>hardware virtualization (kvm)</source>
        <translation>افتراض عتادي (kvm)</translation>
    </message>
    <message>
        <source>software emulation (%1), slower</source>
        <translation>محاكاة برمجية (%1)، أبطأ</translation>
    </message>
    <message>
        <source>no image built yet</source>
        <translation>لم تُبنَ صورة بعد</translation>
    </message>
    <message>
        <source>images: %1</source>
        <translation>الصور: %1</translation>
    </message>
    <message>
        <source>%1 at work</source>
        <translation>%1 تعمل</translation>
    </message>
    <message>
        <source>Search and commands   %1</source>
        <translation>البحث والأوامر   %1</translation>
    </message>
    <message>
        <source>Search and commands</source>
        <translation>البحث والأوامر</translation>
    </message>
    <message>
        <source>not isolated</source>
        <translation>غير معزول</translation>
    </message>
    <message>
        <source>NOT ISOLATED</source>
        <translation>غير معزول</translation>
    </message>
    <message>
        <source>Tasks run as processes of this host, without a virtual machine: for development only.</source>
        <translation>تجري المهام عملياتٍ في هذا الحاسوب دون آلة افتراضية: للتطوير فقط.</translation>
    </message>
    <message>
        <source>alerts: %1</source>
        <translation>تنبيهات: %1</translation>
    </message>
    <message>
        <source>nothing needs you</source>
        <translation>لا شيء يحتاج إليك</translation>
    </message>
    <message>
        <source>needs you: %1</source>
        <translation>تحتاج إليك: %1</translation>
    </message>
    <message>
        <source>running: %1</source>
        <translation>جارية: %1</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>فشلت: %1</translation>
    </message>
    <message>
        <source>no machines</source>
        <translation>لا آلات</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>جاهزة</translation>
    </message>
    <message>
        <source>core: %1, %2</source>
        <translation>النواة: %1، %2</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>تتصل</translation>
    </message>
    <message>
        <source>core: %1, connecting</source>
        <translation>النواة: %1، تتصل</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>مفقودة</translation>
    </message>
    <message>
        <source>core: %1, connection lost</source>
        <translation>النواة: %1، انقطع الاتصال</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>غير متصلة</translation>
    </message>
    <message>
        <source>core: %1, not connected</source>
        <translation>النواة: %1، غير متصلة</translation>
    </message>
    <message>
        <source>%1 of %2 machines busy</source>
        <translation>%1 من %2 آلات مشغولة</translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 جاهزة</translation>
    </message>
    <message>
        <source>at most %1 of one repository</source>
        <translation>لا أكثر من %1 لمستودع واحد</translation>
    </message>
    <message>
        <source>%1
You are %2 here: %3.</source>
        <translation>%1
أنت هنا %2: %3.</translation>
    </message>
</context>
<context>
    <name>signalbox::VisibleText</name>
    <message>
        <source> ... +%1 characters</source>
        <translation> ... +%1 حرف</translation>
    </message>
</context>
<context>
    <name>signalbox::Welcome</name>
    <message>
        <source>Signalbox is ready for its first task</source>
        <translation>Signalbox جاهز لمهمته الأولى</translation>
    </message>
    <message>
        <source>For development only: tasks run as processes of this host, NOT in virtual machines.</source>
        <translation>للتطوير فقط: تجري المهام عملياتٍ في هذا الحاسوب، لا في آلات افتراضية.</translation>
    </message>
    <message>
        <source>Each task runs in a virtual machine of its own.</source>
        <translation>تجري كل مهمة في آلة افتراضية خاصة بها.</translation>
    </message>
    <message>
        <source> Gates check what the agent did, and you decide what is published.</source>
        <translation> تفحص الفحوص ما فعله الوكيل، وأنت تقرر ما يُنشر.</translation>
    </message>
    <message>
        <source>No core to talk to</source>
        <translation>لا نواة للتحدث إليها</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>جارٍ الاتصال بالنواة ...</translation>
    </message>
</context>
</TS>
