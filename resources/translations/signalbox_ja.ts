<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>CoreText</name>
    <message>
        <source>%1 tool calls wait for an answer</source>
        <translation>%1 件のツール呼び出しが回答を待っています</translation>
    </message>
    <message>
        <source>tool call %1 is open</source>
        <translation>ツール呼び出し %1 が未回答</translation>
    </message>
    <message>
        <source>technical failure %1 of this attempt</source>
        <translation>この試行の技術的な失敗 %1 回目</translation>
    </message>
    <message>
        <source>%1, attempt %2</source>
        <translation>%1、試行 %2</translation>
    </message>
    <message>
        <source>machine %1 is leased</source>
        <translation>マシン %1 が貸し出されている</translation>
    </message>
    <message>
        <source>%1: waiting for a machine</source>
        <translation>%1: マシンを待っています</translation>
    </message>
    <message>
        <source>no machine is leased yet</source>
        <translation>まだマシンが貸し出されていない</translation>
    </message>
    <message>
        <source>the core works on it</source>
        <translation>コアが処理している</translation>
    </message>
    <message>
        <source>the task finished</source>
        <translation>タスクが終了した</translation>
    </message>
    <message>
        <source>pull request made</source>
        <translation>プルリクエストを作成</translation>
    </message>
    <message>
        <source>being checked before anything is spent</source>
        <translation>何かを使う前に確認しています</translation>
    </message>
    <message>
        <source>submitted, not yet admitted</source>
        <translation>提出済み、まだ受け付けられていない</translation>
    </message>
    <message>
        <source>%1 of %2 approvals</source>
        <translation>承認 %2 件中 %1 件</translation>
    </message>
    <message>
        <source>approval %1 is open</source>
        <translation>承認 %1 が未決</translation>
    </message>
    <message>
        <source>the task is parked</source>
        <translation>タスクは保留中</translation>
    </message>
    <message>
        <source>undoing what was done: %1</source>
        <translation>行ったことを元に戻しています: %1</translation>
    </message>
    <message>
        <source>compensation is under way</source>
        <translation>取り消しが進行中</translation>
    </message>
    <message>
        <source>tearing down</source>
        <translation>後片付け中</translation>
    </message>
    <message>
        <source>teardown is under way</source>
        <translation>後片付けが進行中</translation>
    </message>
    <message>
        <source>admitted on %1 at %2</source>
        <translation>%1 の %2 で受け付け</translation>
    </message>
    <message>
        <source>%1 attempts have not brought any work</source>
        <translation>%1 回の試行で成果がありません</translation>
    </message>
    <message>
        <source>the same work (tree %1) has come to %2 %3 times</source>
        <translation>同じ成果（ツリー %1）が %2 に %3 回来ました</translation>
    </message>
    <message>
        <source>the work goes to and fro between two trees, %1 and %2</source>
        <translation>成果が 2 つのツリー %1 と %2 の間を行き来しています</translation>
    </message>
    <message>
        <source>%1 has found exactly the same %2 times</source>
        <translation>%1 がまったく同じことを %2 回見つけました</translation>
    </message>
    <message>
        <source>%1 is not owed (any more)</source>
        <translation>%1 は（もう）必要ありません</translation>
    </message>
    <message>
        <source>published as %1</source>
        <translation>%1 として公開</translation>
    </message>
    <message>
        <source>nothing approved covers the present tree, evidence and blueprint</source>
        <translation>現在のツリー、証拠、ブループリントに対する承認がありません</translation>
    </message>
    <message>
        <source>its attempt ended</source>
        <translation>その試行は終わりました</translation>
    </message>
    <message>
        <source>routed back %1 times, which is the limit; last: %2</source>
        <translation>%1 回差し戻され、上限に達しました。最後: %2</translation>
    </message>
    <message>
        <source>not sent back once more, since %1; last: %2</source>
        <translation>%1 ため、もう差し戻しません。最後: %2</translation>
    </message>
    <message>
        <source>its machine failed</source>
        <translation>そのマシンが故障しました</translation>
    </message>
    <message>
        <source>(no answer: %1)</source>
        <translation>（回答なし: %1）</translation>
    </message>
    <message>
        <source>%1: technical failure: %2</source>
        <translation>%1: 技術的な失敗: %2</translation>
    </message>
    <message>
        <source>task %1 has finished</source>
        <translation>タスク %1 は終了しています</translation>
    </message>
    <message>
        <source>task %1 is ending already</source>
        <translation>タスク %1 はすでに終了処理中です</translation>
    </message>
    <message>
        <source>cancelled by %1</source>
        <translation>%1 が中止</translation>
    </message>
    <message>
        <source>cancelled by %1: %2</source>
        <translation>%1 が中止: %2</translation>
    </message>
    <message>
        <source>cancelled in the console</source>
        <translation>コンソールで中止</translation>
    </message>
    <message>
        <source>nobody decided in time</source>
        <translation>期限内に誰も決めませんでした</translation>
    </message>
    <message>
        <source>nobody answered in time</source>
        <translation>期限内に誰も答えませんでした</translation>
    </message>
    <message>
        <source>approval %1 expired</source>
        <translation>承認 %1 の期限が切れました</translation>
    </message>
    <message>
        <source>the task&apos;s wall time of %1 is used up</source>
        <translation>タスクの制限時間 %1 を使い切りました</translation>
    </message>
    <message>
        <source>rejected by %1</source>
        <translation>%1 が却下</translation>
    </message>
    <message>
        <source>approved by %1</source>
        <translation>%1 が承認</translation>
    </message>
    <message>
        <source>approval %1 is %2, not open</source>
        <translation>承認 %1 は %2 で、未決ではありません</translation>
    </message>
    <message>
        <source>approval %1 is not open</source>
        <translation>承認 %1 は未決ではありません</translation>
    </message>
    <message>
        <source>%1 is not an approver</source>
        <translation>%1 は承認者ではありません</translation>
    </message>
    <message>
        <source>approval %1 asks %2, and not %3</source>
        <translation>承認 %1 は %2 に求められており、%3 ではありません</translation>
    </message>
    <message>
        <source>one of them decides, or delegates it: signalboxctl approval delegate</source>
        <translation>そのうちの誰かが決めるか委任します: signalboxctl approval delegate</translation>
    </message>
    <message>
        <source>what you looked at is not what stands now: the approval binds tree %1 with evidence %2</source>
        <translation>見ていたものは現在のものと違います。この承認はツリー %1 と証拠 %2 に結び付いています</translation>
    </message>
    <message>
        <source>look at the approval again, then decide</source>
        <translation>もう一度見てから決めてください</translation>
    </message>
    <message>
        <source>%1 has already decided on approval %2</source>
        <translation>%1 は承認 %2 についてすでに決めています</translation>
    </message>
    <message>
        <source>%1 distinct people are needed</source>
        <translation>%1 人の別々の人が必要です</translation>
    </message>
    <message>
        <source>a rejection needs feedback</source>
        <translation>却下にはフィードバックが必要です</translation>
    </message>
    <message>
        <source>say what must change; it goes to the agent</source>
        <translation>何を変えるべきか書いてください。エージェントに届きます</translation>
    </message>
    <message>
        <source>the question is empty</source>
        <translation>質問が空です</translation>
    </message>
    <message>
        <source>task %1 is not parked</source>
        <translation>タスク %1 は保留されていません</translation>
    </message>
    <message>
        <source>only a task that waits for a person can be sent on again</source>
        <translation>人を待っているタスクだけを再び進められます</translation>
    </message>
    <message>
        <source>task %1 has no step &quot;%2&quot; to go on from</source>
        <translation>タスク %1 には再開できるステップ「%2」がありません</translation>
    </message>
    <message>
        <source>step &quot;%1&quot; lies ahead; going on from it would skip steps</source>
        <translation>ステップ「%1」は先にあります。そこから進むとステップを飛ばします</translation>
    </message>
    <message>
        <source>retry at &quot;%1&quot; or earlier</source>
        <translation>「%1」かそれより前からやり直してください</translation>
    </message>
    <message>
        <source>a budget is raised by tokens, by US dollars or by both</source>
        <translation>予算はトークン、米ドル、またはその両方で増やします</translation>
    </message>
    <message>
        <source>at most a million million tokens and 100,000 US dollars at a time</source>
        <translation>一度に 1 兆トークン、10 万米ドルまで</translation>
    </message>
    <message>
        <source>task %1 is over; a budget is of no use to it</source>
        <translation>タスク %1 は終わっているので、予算は役に立ちません</translation>
    </message>
    <message>
        <source>task %1 has no dead letter %2</source>
        <translation>タスク %1 にデッドレター %2 はありません</translation>
    </message>
    <message>
        <source>dead letter %1 of task %2 is %3, not open</source>
        <translation>タスク %2 のデッドレター %1 は %3 で、未処理ではありません</translation>
    </message>
    <message>
        <source>task %1 is still ending</source>
        <translation>タスク %1 はまだ終了処理中です</translation>
    </message>
    <message>
        <source>replay it when the task has finished</source>
        <translation>タスクの終了後に再実行してください</translation>
    </message>
    <message>
        <source>%1 has not delegated approval %2 to %3</source>
        <translation>%1 は承認 %2 を %3 に委任していません</translation>
    </message>
    <message>
        <source>signalboxctl approval delegations tells who did</source>
        <translation>委任した人は signalboxctl approval delegations でわかります</translation>
    </message>
    <message>
        <source>%1 is no approver any more, so nobody is in their name</source>
        <translation>%1 はもう承認者ではないため、代わりに決めることもできません</translation>
    </message>
    <message>
        <source>a decision is delegated to somebody else</source>
        <translation>決定は別の人に委任します</translation>
    </message>
    <message>
        <source>%1 is no approver here, and cannot decide for anybody</source>
        <translation>%1 はここでは承認者でなく、誰の代わりにも決められません</translation>
    </message>
    <message>
        <source>an admin makes somebody one: signalboxctl people roles NAME approver</source>
        <translation>管理者が与えます: signalboxctl people roles NAME approver</translation>
    </message>
    <message>
        <source>a delegation ends later than now, and within a year</source>
        <translation>委任の終わりは今より後、1 年以内です</translation>
    </message>
    <message>
        <source>every decision is delegated for a time only</source>
        <translation>すべての決定の委任には期限が要ります</translation>
    </message>
    <message>
        <source>say for how long, or which approval</source>
        <translation>期間か、どの承認かを指定してください</translation>
    </message>
    <message>
        <source>approval %1 does not ask %2</source>
        <translation>承認 %1 は %2 に求められていません</translation>
    </message>
    <message>
        <source>there are %1 delegations</source>
        <translation>委任が %1 件あります</translation>
    </message>
    <message>
        <source>revoke some of them first</source>
        <translation>先にいくつか取り消してください</translation>
    </message>
    <message>
        <source>there is no delegation %1</source>
        <translation>委任 %1 はありません</translation>
    </message>
    <message>
        <source>delegation %1 is neither from nor to %2</source>
        <translation>委任 %1 は %2 のものではありません</translation>
    </message>
    <message>
        <source>this needs the role %1, and %2 is %3</source>
        <translation>これには役割 %1 が必要ですが、%2 は %3 です</translation>
    </message>
    <message>
        <source>an admin gives it: signalboxctl people roles %1 %2</source>
        <translation>管理者が与えます: signalboxctl people roles %1 %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no role</source>
        <translation>「%1」は役割ではありません</translation>
    </message>
    <message>
        <source>viewer, operator, approver or admin, or several of them</source>
        <translation>viewer、operator、approver、admin、またはその組み合わせ</translation>
    </message>
    <message>
        <source>a person has at least one role</source>
        <translation>人には少なくとも 1 つの役割があります</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither a person nor a role</source>
        <translation>「%1」は人でも役割でもありません</translation>
    </message>
    <message>
        <source>write a name, or role:approver or role:admin</source>
        <translation>名前、または role:approver か role:admin と書いてください</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no name for a repository</source>
        <translation>「%1」はリポジトリの名前になりません</translation>
    </message>
    <message>
        <source>use letters, digits, &apos;.&apos;, &apos;_&apos;, &apos;-&apos; and &apos;/&apos;, at most 100</source>
        <translation>英数字と「.」「_」「-」「/」を 100 文字まで使えます</translation>
    </message>
    <message>
        <source>the repository %1 has a URL, branch or blueprint that cannot be</source>
        <translation>リポジトリ %1 の URL、ブランチ、ブループリントのどれかが不正です</translation>
    </message>
    <message>
        <source>they are one line each, of at most 2000 characters</source>
        <translation>それぞれ 1 行、2000 文字までです</translation>
    </message>
    <message>
        <source>the repository %1 has no URL</source>
        <translation>リポジトリ %1 に URL がありません</translation>
    </message>
    <message>
        <source>a repository named %1 exists, with URL %2</source>
        <translation>%1 という名前のリポジトリがすでにあります（URL %2）</translation>
    </message>
    <message>
        <source>remove it first, or choose another name</source>
        <translation>先に削除するか、別の名前にしてください</translation>
    </message>
    <message>
        <source>no repository is named %1</source>
        <translation>%1 という名前のリポジトリはありません</translation>
    </message>
    <message>
        <source>no repository is named &quot;%1&quot;</source>
        <translation>「%1」という名前のリポジトリはありません</translation>
    </message>
    <message>
        <source>task %1 still works on %2</source>
        <translation>タスク %1 がまだ %2 で作業中です</translation>
    </message>
    <message>
        <source>wait for it or cancel it first</source>
        <translation>終わるのを待つか、先に中止してください</translation>
    </message>
    <message>
        <source>%1 tasks are not over, and no more than %2 may be</source>
        <translation>終わっていないタスクが %1 件あり、%2 件までしか許されません</translation>
    </message>
    <message>
        <source>decide, retry or cancel some of them, or start the core with a larger --open-tasks</source>
        <translation>いくつかを決定、再試行、中止するか、--open-tasks を増やしてコアを起動してください</translation>
    </message>
    <message>
        <source>%1 tasks wait or are worked on, and the queue holds %2</source>
        <translation>待機中または作業中のタスクが %1 件あり、キューは %2 件までです</translation>
    </message>
    <message>
        <source>try again when some of them are done, or start the core with a larger --queued-tasks</source>
        <translation>いくつか終わってから再試行するか、--queued-tasks を増やしてコアを起動してください</translation>
    </message>
    <message>
        <source>add it with: signalboxctl repo add NAME URL</source>
        <translation>追加: signalboxctl repo add NAME URL</translation>
    </message>
    <message>
        <source>there is no task %1</source>
        <translation>タスク %1 はありません</translation>
    </message>
    <message>
        <source>there is no approval %1</source>
        <translation>承認 %1 はありません</translation>
    </message>
    <message>
        <source>no tool call %1 waits for an answer (any more)</source>
        <translation>ツール呼び出し %1 は（もう）回答を待っていません</translation>
    </message>
    <message>
        <source>signalboxctl approval list tells what does</source>
        <translation>待っているものは signalboxctl approval list でわかります</translation>
    </message>
    <message>
        <source>attempt %1 of step &quot;%2&quot; does not run</source>
        <translation>ステップ「%2」の試行 %1 は動いていません</translation>
    </message>
    <message>
        <source>the tool call %1 is %2, not open</source>
        <translation>ツール呼び出し %1 は %2 で、未回答ではありません</translation>
    </message>
    <message>
        <source>what you looked at is not what is asked: tool call %1 is the action %2</source>
        <translation>見ていたものは尋ねられているものと違います。ツール呼び出し %1 は操作 %2 です</translation>
    </message>
    <message>
        <source>look at it again, then decide</source>
        <translation>もう一度見てから決めてください</translation>
    </message>
    <message>
        <source>%1 is longer than %2 characters</source>
        <translation>%1 が %2 文字を超えています</translation>
    </message>
    <message>
        <source>shorten it; what is long belongs into a file of the repository</source>
        <translation>短くしてください。長いものはリポジトリのファイルに置きます</translation>
    </message>
    <message>
        <source>%1 holds the character %2, which does not show</source>
        <translation>%1 に見えない文字 %2 が含まれています</translation>
    </message>
    <message>
        <source>write it as one line of plain text</source>
        <translation>1 行のプレーンテキストで書いてください</translation>
    </message>
    <message>
        <source>write it as plain text, with line ends and tabs only</source>
        <translation>改行とタブだけのプレーンテキストで書いてください</translation>
    </message>
    <message>
        <source>there are %1 acceptance criteria</source>
        <translation>受け入れ条件が %1 件あります</translation>
    </message>
    <message>
        <source>name at most %1; several tasks are easier to judge</source>
        <translation>%1 件までにしてください。複数のタスクに分けるほうが判定しやすくなります</translation>
    </message>
    <message>
        <source>acceptance criterion %1</source>
        <translation>受け入れ条件 %1</translation>
    </message>
    <message>
        <source>leave it out</source>
        <translation>省いてください</translation>
    </message>
    <message>
        <source>the task has no title</source>
        <translation>タスクに題名がありません</translation>
    </message>
    <message>
        <source>give it one of 1 to %1 characters</source>
        <translation>1 から %1 文字の題名を付けてください</translation>
    </message>
    <message>
        <source>the title</source>
        <translation>題名</translation>
    </message>
    <message>
        <source>the task&apos;s text</source>
        <translation>タスクの本文</translation>
    </message>
    <message>
        <source>the agent&apos;s command</source>
        <translation>エージェントのコマンド</translation>
    </message>
    <message>
        <source>the blueprint&apos;s name</source>
        <translation>ブループリントの名前</translation>
    </message>
    <message>
        <source>the idempotency key</source>
        <translation>冪等キー</translation>
    </message>
    <message>
        <source>the reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>the feedback</source>
        <translation>フィードバック</translation>
    </message>
    <message>
        <source>the comment</source>
        <translation>コメント</translation>
    </message>
    <message>
        <source>the question</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>a priority of %1 is out of range</source>
        <translation>優先度 %1 は範囲外です</translation>
    </message>
    <message>
        <source>give one from -%1 to %1; 0 is usual, higher goes first</source>
        <translation>-%1 から %1 を指定してください。通常は 0 で、大きいほど先です</translation>
    </message>
    <message>
        <source>repository %1</source>
        <translation>リポジトリ %1</translation>
    </message>
    <message>
        <source>repository %1 has no branch %2</source>
        <translation>リポジトリ %1 にブランチ %2 がありません</translation>
    </message>
    <message>
        <source>register the repository with the branch that pull requests go to</source>
        <translation>プルリクエストの送り先ブランチでリポジトリを登録してください</translation>
    </message>
    <message>
        <source>no blueprint: %1 has no %2 and none was named</source>
        <translation>ブループリントなし: %1 に %2 がなく、指定もありません</translation>
    </message>
    <message>
        <source>commit one, name a shipped one (%1), or register one with the repository</source>
        <translation>コミットするか、付属のもの（%1）を指定するか、リポジトリとともに登録してください</translation>
    </message>
    <message>
        <source>begin with a shipped one (%1), and commit it as %2</source>
        <translation>付属のもの（%1）から始め、%2 としてコミットしてください</translation>
    </message>
    <message>
        <source>blueprint of %1</source>
        <translation>%1 のブループリント</translation>
    </message>
    <message>
        <source>kept by the core for %1</source>
        <translation>%1 のためにコアが保管</translation>
    </message>
    <message>
        <source>nobody is named to do the work: step &quot;%1&quot; of blueprint %2 has no command</source>
        <translation>作業する者が指定されていません: ブループリント %2 のステップ「%1」にコマンドがありません</translation>
    </message>
    <message>
        <source>name an agent (--agent @claude) or a command with the task, or in the blueprint (run)</source>
        <translation>タスクでエージェント（--agent @claude）かコマンドを指定するか、ブループリントの run に書いてください</translation>
    </message>
    <message>
        <source>%1 asks for a machine with %2 %3, and the core gives at most %4</source>
        <translation>%1 は %2 %3 のマシンを求めていますが、コアは %4 までしか与えません</translation>
    </message>
    <message>
        <source>ask for less in the blueprint, or start the core on a larger host or with other limits for machines</source>
        <translation>ブループリントで減らすか、より大きいホストまたは別の上限でコアを起動してください</translation>
    </message>
    <message>
        <source>processors</source>
        <translation>プロセッサ</translation>
    </message>
    <message>
        <source>MiB of memory</source>
        <translation>MiB のメモリ</translation>
    </message>
    <message>
        <source>MiB of disk</source>
        <translation>MiB のディスク</translation>
    </message>
    <message>
        <source>blueprint %1</source>
        <translation>ブループリント %1</translation>
    </message>
    <message>
        <source>step &quot;%1&quot; of blueprint %2</source>
        <translation>ブループリント %2 のステップ「%1」</translation>
    </message>
    <message>
        <source>repositories at %1 may not be worked on here</source>
        <translation>%1 のリポジトリはここでは扱えません</translation>
    </message>
    <message>
        <source>this core works on: %1</source>
        <translation>このコアが扱うもの: %1</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>終了コード %1</translation>
    </message>
    <message>
        <source>killed by signal %1</source>
        <translation>シグナル %1 で終了</translation>
    </message>
    <message>
        <source>stopped after its time limit, at %1</source>
        <translation>制限時間を超えたため %1 で停止</translation>
    </message>
    <message>
        <source>stopped because it wrote too much (%1 bytes)</source>
        <translation>出力が多すぎるため停止（%1 バイト）</translation>
    </message>
    <message>
        <source>the command was %1</source>
        <translation>コマンドは%1しました</translation>
    </message>
    <message>
        <source>the command did not end in time; its last output:</source>
        <translation>コマンドが時間内に終わりませんでした。最後の出力:</translation>
    </message>
    <message>
        <source>the command wrote too much; its last output:</source>
        <translation>コマンドの出力が多すぎます。最後の出力:</translation>
    </message>
    <message>
        <source>(the command wrote no output)</source>
        <translation>（コマンドの出力なし）</translation>
    </message>
    <message>
        <source>there are more findings of this kind; they are not listed</source>
        <translation>この種の指摘はほかにもありますが、載せていません</translation>
    </message>
    <message>
        <source>the end of the command&apos;s output:</source>
        <translation>コマンドの出力の末尾:</translation>
    </message>
    <message>
        <source>the end of its output:</source>
        <translation>出力の末尾:</translation>
    </message>
    <message>
        <source>it compiles</source>
        <translation>コンパイルできました</translation>
    </message>
    <message>
        <source>it does not compile: %1</source>
        <translation>コンパイルできません: %1</translation>
    </message>
    <message>
        <source>the linter finds nothing wrong</source>
        <translation>リンターの指摘なし</translation>
    </message>
    <message>
        <source>the linter objects: %1</source>
        <translation>リンターが指摘: %1</translation>
    </message>
    <message>
        <source>%1 warning</source>
        <translation>警告 %1 件</translation>
    </message>
    <message>
        <source>%1 warnings</source>
        <translation>警告 %1 件</translation>
    </message>
    <message>
        <source>%1 error</source>
        <translation>エラー %1 件</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>エラー %1 件</translation>
    </message>
    <message>
        <source>%1 of %2 lines are not run by any test</source>
        <translation>%2 行中 %1 行がどのテストでも実行されていません</translation>
    </message>
    <message>
        <source>the command that measures coverage failed: %1</source>
        <translation>カバレッジを測るコマンドが失敗しました: %1</translation>
    </message>
    <message>
        <source>coverage is not known: %1</source>
        <translation>カバレッジが不明です: %1</translation>
    </message>
    <message>
        <source>%1 % of %2 lines are covered, at least %3 % are asked for</source>
        <translation>%2 行中 %1 % がカバーされています（必要なのは %3 % 以上）</translation>
    </message>
    <message>
        <source>the command wrote no report</source>
        <translation>コマンドがレポートを書きませんでした</translation>
    </message>
    <message>
        <source>the blueprint names no report for this gate</source>
        <translation>ブループリントにこのゲートのレポートの指定がありません</translation>
    </message>
    <message>
        <source>the blueprint&apos;s path rules cannot be read: %1</source>
        <translation>ブループリントのパスの規則を読めません: %1</translation>
    </message>
    <message>
        <source>the change is empty: no file differs from the base</source>
        <translation>変更が空です。ベースと異なるファイルがありません</translation>
    </message>
    <message>
        <source>%1, but it defines the gates and can only be changed on the base</source>
        <translation>%1。ただしゲートを定義するもので、ベースでしか変更できません</translation>
    </message>
    <message>
        <source>%1, but it is protected by the blueprint</source>
        <translation>%1。ただしブループリントで保護されています</translation>
    </message>
    <message>
        <source>%1, but it is outside of the allowed paths (%2)</source>
        <translation>%1。ただし許可されたパス（%2）の外です</translation>
    </message>
    <message>
        <source>added</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>modified</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>名前変更</translation>
    </message>
    <message>
        <source>%1 changed, all within the allowed paths</source>
        <translation>%1を変更、すべて許可されたパス内</translation>
    </message>
    <message>
        <source>%1 that the change may not touch</source>
        <translation>変更してはならない%1</translation>
    </message>
    <message>
        <source>%1 file</source>
        <translation>%1 ファイル</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 ファイル</translation>
    </message>
    <message>
        <source>%1 path</source>
        <translation>パス %1 件</translation>
    </message>
    <message>
        <source>%1 paths</source>
        <translation>パス %1 件</translation>
    </message>
    <message>
        <source>the pull-request description is missing or empty</source>
        <translation>プルリクエストの説明がないか空です</translation>
    </message>
    <message>
        <source>the pull-request description is longer than %1 characters</source>
        <translation>プルリクエストの説明が %1 文字を超えています</translation>
    </message>
    <message>
        <source>there is no description</source>
        <translation>説明がありません</translation>
    </message>
    <message>
        <source>section &quot;%1&quot;: %2</source>
        <translation>節「%1」: %2</translation>
    </message>
    <message>
        <source>it is missing</source>
        <translation>ありません</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>空です</translation>
    </message>
    <message>
        <source>&quot;%1&quot; says nothing</source>
        <translation>「%1」では何もわかりません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is too short to help a reviewer</source>
        <translation>「%1」は短すぎてレビューの役に立ちません</translation>
    </message>
    <message>
        <source>the description says what, why, how to verify and how to roll back</source>
        <translation>説明に何を、なぜ、確認方法、戻し方が書かれています</translation>
    </message>
    <message>
        <source>the description lacks %1 of its 4 sections</source>
        <translation>説明に 4 節のうち %1 節が欠けています</translation>
    </message>
    <message>
        <source>there is no usable test report: %1</source>
        <translation>使えるテストレポートがありません: %1</translation>
    </message>
    <message>
        <source>%1; the command ended with %2. The end of its output:</source>
        <translation>%1。コマンドは %2 で終わりました。出力の末尾:</translation>
    </message>
    <message>
        <source>no baseline: the tests of the base could not be judged: %1</source>
        <translation>比較の基準なし: ベースのテストを判定できません: %1</translation>
    </message>
    <message>
        <source>no baseline: the change&apos;s tests could not be judged on the base: %1</source>
        <translation>比較の基準なし: 変更のテストをベースで判定できません: %1</translation>
    </message>
    <message>
        <source>the command&apos;s output on the base, without the change:</source>
        <translation>変更なしのベースでのコマンドの出力:</translation>
    </message>
    <message>
        <source>the command&apos;s output on the base with the change&apos;s tests:</source>
        <translation>変更のテストを加えたベースでのコマンドの出力:</translation>
    </message>
    <message>
        <source>this test of the base is gone (deleted or renamed)</source>
        <translation>ベースのこのテストがなくなりました（削除または名前変更）</translation>
    </message>
    <message>
        <source>the base has this test %1 times, the change %2 times</source>
        <translation>ベースにはこのテストが %1 回、変更には %2 回あります</translation>
    </message>
    <message>
        <source>this test runs on the base and is skipped by the change</source>
        <translation>このテストはベースでは実行され、変更ではスキップされます</translation>
    </message>
    <message>
        <source>with the base&apos;s version of the changed test files the run gives no usable report (%1); the end of its output:</source>
        <translation>変更されたテストファイルをベースの版にすると使えるレポートが出ません（%1）。出力の末尾:</translation>
    </message>
    <message>
        <source>the base&apos;s version of this test passes on the base and fails on the change: %1</source>
        <translation>このテストのベース版はベースで合格し、変更で失敗します: %1</translation>
    </message>
    <message>
        <source>the base&apos;s version of this test passes on the base and does not run on the change</source>
        <translation>このテストのベース版はベースで合格し、変更では実行されません</translation>
    </message>
    <message>
        <source>%1 of %2 failed</source>
        <translation>%2 中 %1 件が失敗</translation>
    </message>
    <message>
        <source>no test failed, but the command did: %1</source>
        <translation>失敗したテストはありませんが、コマンドが失敗しました: %1</translation>
    </message>
    <message>
        <source>no test ran</source>
        <translation>テストが実行されませんでした</translation>
    </message>
    <message>
        <source>every test was skipped</source>
        <translation>すべてのテストがスキップされました</translation>
    </message>
    <message>
        <source>no test ran; the end of the output:</source>
        <translation>テストが実行されませんでした。出力の末尾:</translation>
    </message>
    <message>
        <source>every test was skipped; the end of the output:</source>
        <translation>すべてのテストがスキップされました。出力の末尾:</translation>
    </message>
    <message>
        <source>%1 test passed</source>
        <translation>テスト %1 件合格</translation>
    </message>
    <message>
        <source>%1 tests passed</source>
        <translation>テスト %1 件合格</translation>
    </message>
    <message>
        <source>%1 skipped</source>
        <translation>%1 件スキップ</translation>
    </message>
    <message>
        <source>%1 test</source>
        <translation>テスト %1 件</translation>
    </message>
    <message>
        <source>%1 tests</source>
        <translation>テスト %1 件</translation>
    </message>
    <message>
        <source>the change has no test</source>
        <translation>変更にテストがありません</translation>
    </message>
    <message>
        <source>every test is skipped</source>
        <translation>すべてのテストがスキップされます</translation>
    </message>
    <message>
        <source>%1 (%2 new), none deleted, newly skipped or weakened</source>
        <translation>%1（新規 %2）、削除、新たなスキップ、弱体化なし</translation>
    </message>
    <message>
        <source>%1 test of the base is gone</source>
        <translation>ベースのテスト %1 件がなくなりました</translation>
    </message>
    <message>
        <source>%1 tests of the base are gone</source>
        <translation>ベースのテスト %1 件がなくなりました</translation>
    </message>
    <message>
        <source>%1 test is newly skipped</source>
        <translation>テスト %1 件が新たにスキップ</translation>
    </message>
    <message>
        <source>%1 tests are newly skipped</source>
        <translation>テスト %1 件が新たにスキップ</translation>
    </message>
    <message>
        <source>%1 test was weakened</source>
        <translation>テスト %1 件が弱められました</translation>
    </message>
    <message>
        <source>%1 tests were weakened</source>
        <translation>テスト %1 件が弱められました</translation>
    </message>
    <message>
        <source>the base&apos;s version of the changed tests does not run</source>
        <translation>変更されたテストのベース版が実行できません</translation>
    </message>
    <message>
        <source>no new test, and no changed test fails on the base</source>
        <translation>ベースで失敗する新規または変更されたテストがありません</translation>
    </message>
    <message>
        <source>%1 on the base as well: nothing shows that the change is needed</source>
        <translation>%1（ベースでも）。変更が必要だと示すものがありません</translation>
    </message>
    <message>
        <source>%1 new test passes</source>
        <translation>新しいテスト %1 件が合格</translation>
    </message>
    <message>
        <source>%1 new tests pass</source>
        <translation>新しいテスト %1 件が合格</translation>
    </message>
    <message>
        <source>%1 test fails on the base and passes on the change</source>
        <translation>テスト %1 件がベースで失敗し、変更で合格</translation>
    </message>
    <message>
        <source>%1 tests fail on the base and pass on the change</source>
        <translation>テスト %1 件がベースで失敗し、変更で合格</translation>
    </message>
    <message>
        <source>this new test passes without the change</source>
        <translation>この新しいテストは変更なしでも合格します</translation>
    </message>
    <message>
        <source>fails on the base, passes on the change</source>
        <translation>ベースで失敗、変更で合格</translation>
    </message>
    <message>
        <source>cannot be loaded on the base, passes on the change</source>
        <translation>ベースでは読み込めず、変更で合格</translation>
    </message>
    <message>
        <source>passes on the base as well</source>
        <translation>ベースでも合格</translation>
    </message>
    <message>
        <source>no file of tests was added or modified</source>
        <translation>テストファイルの追加も変更もありません</translation>
    </message>
    <message>
        <source>nothing new: the change adds or modifies no test</source>
        <translation>新しいものなし: 変更はテストを追加も変更もしていません</translation>
    </message>
    <message>
        <source>the tests do not all pass on the change: %1</source>
        <translation>変更ですべてのテストが合格してはいません: %1</translation>
    </message>
    <message>
        <source>the step &quot;%1&quot; is no gate</source>
        <translation>ステップ「%1」はゲートではありません</translation>
    </message>
    <message>
        <source>the blueprint gives no command for the gate &quot;%1&quot;</source>
        <translation>ブループリントにゲート「%1」のコマンドがありません</translation>
    </message>
    <message>
        <source>the report&apos;s path &quot;%1&quot; leads out of the checkout</source>
        <translation>レポートのパス「%1」がチェックアウトの外を指しています</translation>
    </message>
    <message>
        <source>the blueprint names no file for the report of the gate &quot;%1&quot;</source>
        <translation>ブループリントにゲート「%1」のレポートファイルの指定がありません</translation>
    </message>
    <message>
        <source>the blueprint names no LCOV report for this gate</source>
        <translation>ブループリントにこのゲートの LCOV レポートの指定がありません</translation>
    </message>
    <message>
        <source>the gate was cancelled</source>
        <translation>ゲートが中止されました</translation>
    </message>
    <message>
        <source>this version knows no such gate</source>
        <translation>この版にそのようなゲートはありません</translation>
    </message>
    <message>
        <source>the machine images changed while the gate &quot;%1&quot; ran</source>
        <translation>ゲート「%1」の実行中にマシンイメージが変わりました</translation>
    </message>
    <message>
        <source>it is run again with the new ones</source>
        <translation>新しいもので再実行されます</translation>
    </message>
    <message>
        <source>the evidence could not be kept</source>
        <translation>証拠を保存できませんでした</translation>
    </message>
    <message>
        <source>the blueprint asks for a test report in the format &quot;%1&quot;; junit and tap are read</source>
        <translation>ブループリントは形式「%1」のテストレポートを求めていますが、読めるのは junit と tap です</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未決</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>承認済み</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>却下済み</translation>
    </message>
    <message>
        <source>voided</source>
        <translation>無効</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>期限切れ</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>errored</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>時間切れ</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>上限到達</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>over budget</source>
        <translation>予算超過</translation>
    </message>
    <message>
        <source>published</source>
        <translation>公開</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>exhausted</source>
        <translation>使い切り</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>許可</translation>
    </message>
    <message>
        <source>denied</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>取り下げ</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <source>replaying</source>
        <translation>再実行中</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>admission</source>
        <translation>受け付け</translation>
    </message>
    <message>
        <source>workspace</source>
        <translation>作業場所</translation>
    </message>
    <message>
        <source>agent</source>
        <translation>エージェント</translation>
    </message>
    <message>
        <source>run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>ゲート</translation>
    </message>
    <message>
        <source>approval</source>
        <translation>承認</translation>
    </message>
    <message>
        <source>publish</source>
        <translation>公開</translation>
    </message>
    <message>
        <source>teardown</source>
        <translation>後片付け</translation>
    </message>
    <message>
        <source>compiles</source>
        <translation>コンパイル</translation>
    </message>
    <message>
        <source>tests exist</source>
        <translation>テストの有無</translation>
    </message>
    <message>
        <source>tests pass</source>
        <translation>テストの合格</translation>
    </message>
    <message>
        <source>lint</source>
        <translation>リント</translation>
    </message>
    <message>
        <source>coverage</source>
        <translation>カバレッジ</translation>
    </message>
    <message>
        <source>allowed paths</source>
        <translation>許可されたパス</translation>
    </message>
    <message>
        <source>pull request</source>
        <translation>プルリクエスト</translation>
    </message>
    <message>
        <source>new tests bite</source>
        <translation>新しいテストの効き目</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>signalbox::AlertsModel</name>
    <message>
        <source>dead letter %1</source>
        <translation>デッドレター %1</translation>
    </message>
    <message>
        <source>tried %1 times for the task “%2”, last by %3</source>
        <translation>タスク「%2」のために %1 回試行、最後は %3</translation>
    </message>
    <message>
        <source>the core</source>
        <translation>コア</translation>
    </message>
    <message>
        <source>answers nothing, and nothing moves</source>
        <translation>何にも応答せず、何も動いていない</translation>
    </message>
    <message>
        <source>burns its processor, and nothing comes out</source>
        <translation>プロセッサを使い続け、何も出てこない</translation>
    </message>
    <message>
        <source>what it says of itself cannot be</source>
        <translation>自身についての報告がありえない内容</translation>
    </message>
    <message>
        <source>broke down</source>
        <translation>故障した</translation>
    </message>
    <message>
        <source>machine %1</source>
        <translation>マシン %1</translation>
    </message>
    <message>
        <source>machines</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>organ %1</source>
        <translation>器官 %1</translation>
    </message>
    <message>
        <source>runs again; started anew %1 times</source>
        <translation>再び動作中、%1 回再開された</translation>
    </message>
    <message>
        <source>%1; started anew %2 times</source>
        <translation>%1、%2 回再開された</translation>
    </message>
    <message>
        <source>%1
known because: %2</source>
        <translation>%1
根拠: %2</translation>
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
        <translation>対象</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>問題の内容</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>タスク</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>発生</translation>
    </message>
</context>
<context>
    <name>signalbox::AlertsPane</name>
    <message>
        <source>broken</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>to be watched</source>
        <translation>要注意</translation>
    </message>
    <message>
        <source>over</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>&amp;Replay the dead letter</source>
        <translation>デッドレターを再実行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Go to the alert&apos;s task</source>
        <translation>警告のタスクへ移動(&amp;G)</translation>
    </message>
    <message>
        <source>Show closed dead letters too</source>
        <translation>終了したデッドレターも表示</translation>
    </message>
    <message>
        <source>Nothing is wrong</source>
        <translation>異常なし</translation>
    </message>
    <message>
        <source>Work that was given up, machines that hang and parts of the core that fail stand here.</source>
        <translation>あきらめられた作業、止まったマシン、失敗するコアの部分がここに並びます。</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>コアに接続しています ...</translation>
    </message>
    <message>
        <source>what</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>known because</source>
        <translation>根拠</translation>
    </message>
    <message>
        <source>since</source>
        <translation>発生</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1 前</translation>
    </message>
    <message>
        <source>work</source>
        <translation>作業</translation>
    </message>
    <message>
        <source>%1, step %2, try %3 of this attempt</source>
        <translation>%1、ステップ %2、この試行の %3 回目</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>%1, replayed %2 times</source>
        <translation>%1、再実行 %2 回</translation>
    </message>
    <message>
        <source>Mend the reason, then replay it: the work is done once more under the same key, so what was done already is not done twice.</source>
        <translation>原因を直してから再実行してください。同じキーで作業をもう一度行うので、済んだことが二度行われることはありません。</translation>
    </message>
    <message>
        <source>Look at its task&apos;s log; destroying the machine lets the attempt begin again in a new one.</source>
        <translation>タスクのログを見てください。マシンを破棄すると、新しいマシンで試行がやり直されます。</translation>
    </message>
    <message>
        <source>The core starts it anew by itself; if that fails too often the core ends and is started anew as a whole.</source>
        <translation>コアが自動で再開します。失敗が多すぎるとコア全体が終了し、新しく起動されます。</translation>
    </message>
    <message>
        <source>what to do</source>
        <translation>対処</translation>
    </message>
</context>
<context>
    <name>signalbox::ApprovalFacts</name>
    <message>
        <source>the blueprint asks for it here; no gate has judged this commit</source>
        <translation>ブループリントがここで求めています。このコミットを判定したゲートはありません</translation>
    </message>
    <message>
        <source>%1 of %2 gates passed on commit %3</source>
        <translation>コミット %3 で %2 中 %1 のゲートが合格</translation>
    </message>
    <message>
        <source>, after being sent back %1×</source>
        <translation>、%1 回差し戻された後</translation>
    </message>
    <message>
        <source>%1 approved</source>
        <translation>%1 が承認</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>%1 が却下</translation>
    </message>
    <message>
        <source>%1 of %2 people have agreed</source>
        <translation>%2 人中 %1 人が同意</translation>
    </message>
    <message>
        <source>nobody: one yes is enough</source>
        <translation>なし: 1 人の同意で足ります</translation>
    </message>
    <message>
        <source>; you decide as %1</source>
        <translation>、あなたは %1 として決定します</translation>
    </message>
    <message>
        <source>tree %1 (here: %2)</source>
        <translation>ツリー %1（ここでは %2）</translation>
    </message>
    <message>
        <source>evidence %1 (here: %2)</source>
        <translation>証拠 %1（ここでは %2）</translation>
    </message>
    <message>
        <source>blueprint %1 (here: %2)</source>
        <translation>ブループリント %1（ここでは %2）</translation>
    </message>
    <message>
        <source>it waits for others; still to agree after you: %1</source>
        <translation>他の人を待ちます。あなたの後に必要な同意: %1</translation>
    </message>
    <message>
        <source>exactly this tree is published to %1</source>
        <translation>まさにこのツリーが %1 に公開されます</translation>
    </message>
    <message>
        <source>the task ends as done</source>
        <translation>タスクは完了として終わります</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>、次に </translation>
    </message>
    <message>
        <source>the task ends as rejected, and what it did is undone</source>
        <translation>タスクは却下として終わり、行ったことは取り消されます</translation>
    </message>
    <message>
        <source>the task stops until a person sends it on</source>
        <translation>誰かが先へ送るまでタスクは停止します</translation>
    </message>
    <message>
        <source>it may not go back to %1 again: %2 was the last time</source>
        <translation>もう %1 へは戻れません: %2 回目が最後でした</translation>
    </message>
    <message>
        <source>back to %1 with your feedback (%2 of %3 ways back are left)</source>
        <translation>あなたのフィードバックとともに %1 へ戻ります（戻り %3 回中残り %2 回）</translation>
    </message>
    <message>
        <source>Publish “%1” to %2?</source>
        <translation>「%1」を %2 に公開しますか？</translation>
    </message>
    <message>
        <source>Let “%1” go on?</source>
        <translation>「%1」を先へ進めますか？</translation>
    </message>
    <message>
        <source>needs your decision</source>
        <translation>あなたの決定が必要</translation>
    </message>
    <message>
        <source>Needs a decision   ·   %1   ·   asked %2 ago</source>
        <translation>決定が必要   ·   %1   ·   %2 前に依頼</translation>
    </message>
    <message>
        <source>task</source>
        <translation>タスク</translation>
    </message>
    <message>
        <source>#%1 by %2</source>
        <translation>#%1（%2 による）</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>why now</source>
        <translation>今の理由</translation>
    </message>
    <message>
        <source>cost so far</source>
        <translation>これまでの費用</translation>
    </message>
    <message>
        <source>if yes</source>
        <translation>承認すると</translation>
    </message>
    <message>
        <source>if no</source>
        <translation>却下すると</translation>
    </message>
    <message>
        <source>must agree</source>
        <translation>同意が必要</translation>
    </message>
    <message>
        <source>tree %1, evidence %2, blueprint %3</source>
        <translation>ツリー %1、証拠 %2、ブループリント %3</translation>
    </message>
    <message>
        <source>binds</source>
        <translation>拘束対象</translation>
    </message>
    <message>
        <source>%1: checked, all as shown here</source>
        <translation>%1: 確認済み、ここに示すとおり</translation>
    </message>
    <message>
        <source>NOT what is shown here: %1</source>
        <translation>ここに示すものではありません: %1</translation>
    </message>
    <message>
        <source>tree %1
evidence %2
blueprint %3</source>
        <translation>ツリー %1
証拠 %2
ブループリント %3</translation>
    </message>
    <message>
        <source>expires</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>あと %1</translation>
    </message>
    <message>
        <source>%1 of machine time, attempts: %2</source>
        <translation>マシン時間 %1、試行 %2 回</translation>
    </message>
    <message>
        <source>; model: %1 tokens in %2 calls, %3 US dollars</source>
        <translation>、モデル: %2 回の呼び出しで %1 トークン、%3 米ドル</translation>
    </message>
    <message>
        <source>; limit %1 tokens</source>
        <translation>、上限 %1 トークン</translation>
    </message>
    <message>
        <source>escalated to %1 since %2</source>
        <translation>%1 にエスカレーション済み（%2 前から）</translation>
    </message>
    <message>
        <source>to %1 in %2</source>
        <translation>%2 後に %1 へ</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1（%2 の代理）</translation>
    </message>
    <message>
        <source>asked are</source>
        <translation>依頼先</translation>
    </message>
    <message>
        <source>escalation</source>
        <translation>エスカレーション</translation>
    </message>
</context>
<context>
    <name>signalbox::ApprovalPane</name>
    <message>
        <source>Side by side</source>
        <translation>左右に並べる</translation>
    </message>
    <message>
        <source>Old on the left, new on the right (S in the change)</source>
        <translation>左が古い内容、右が新しい内容（変更の中で S）</translation>
    </message>
    <message>
        <source>Show the change side by side</source>
        <translation>変更を左右に並べて表示</translation>
    </message>
    <message>
        <source>&amp;Comment on a line</source>
        <translation>行にコメント(&amp;C)</translation>
    </message>
    <message>
        <source>Say something about the line that the cursor is on (C in the change)</source>
        <translation>カーソルのある行についてコメントする（変更の中で C）</translation>
    </message>
    <message>
        <source>&amp;Look at the changed work again</source>
        <translation>変わった作業をもう一度見る(&amp;L)</translation>
    </message>
    <message>
        <source>Nothing to decide</source>
        <translation>決めることはありません</translation>
    </message>
    <message>
        <source>What needs a decision stands on top of the fleet.</source>
        <translation>決定が必要なものはフリートの一番上に並びます。</translation>
    </message>
    <message>
        <source>Reading the task ...</source>
        <translation>タスクを読み込んでいます ...</translation>
    </message>
    <message>
        <source>No decision is asked for</source>
        <translation>決定は求められていません</translation>
    </message>
    <message>
        <source>This task has not come to a step at which people decide.</source>
        <translation>このタスクは人が決めるステップに達していません。</translation>
    </message>
    <message>
        <source>No decision was asked for. This is the change as the task left it.</source>
        <translation>決定は求められませんでした。これはタスクが残した変更です。</translation>
    </message>
    <message>
        <source>No decision is asked for. This is the change so far, at commit %1.</source>
        <translation>決定は求められていません。これはコミット %1 までの変更です。</translation>
    </message>
    <message>
        <source>The work changed while you were looking: tree %1 is now %2. Nothing can be decided on what you saw.</source>
        <translation>見ている間に作業が変わりました: ツリー %1 は今 %2 です。見たものについては決定できません。</translation>
    </message>
    <message>
        <source>Look at it again   L</source>
        <translation>もう一度見る   L</translation>
    </message>
    <message>
        <source>The change cannot be read: %1</source>
        <translation>変更を読み込めません: %1</translation>
    </message>
    <message>
        <source>Reading the change ...</source>
        <translation>変更を読み込んでいます ...</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>変更はありません</translation>
    </message>
    <message>
        <source>Files: %1   +%2 −%3   viewed: %4</source>
        <translation>ファイル: %1   +%2 −%3   確認済み: %4</translation>
    </message>
    <message>
        <source>   comments: %1</source>
        <translation>   コメント: %1</translation>
    </message>
    <message>
        <source>there is nothing to decide</source>
        <translation>決めることがありません</translation>
    </message>
    <message>
        <source>This decision is closed: %1.</source>
        <translation>この決定は終了しています: %1。</translation>
    </message>
    <message>
        <source>This is the past: nothing can be decided here. Go back to now (Ctrl+.).</source>
        <translation>これは過去です。ここでは何も決定できません。今に戻ってください（Ctrl+.）。</translation>
    </message>
    <message>
        <source>Changed since you looked: look at it again before you decide.</source>
        <translation>見た後に変わりました。もう一度見てから決定してください。</translation>
    </message>
    <message>
        <source>Not connected: what you see may be out of date.</source>
        <translation>接続していません。表示は古い可能性があります。</translation>
    </message>
    <message>
        <source>Decided; it can still be taken back (Ctrl+Z).</source>
        <translation>決定済み。まだ取り消せます（Ctrl+Z）。</translation>
    </message>
    <message>
        <source>Your decision is being sent ...</source>
        <translation>決定を送信しています ...</translation>
    </message>
    <message>
        <source>You have decided; others must still agree.</source>
        <translation>あなたは決定しました。他の人の同意がまだ必要です。</translation>
    </message>
    <message>
        <source>The change cannot be shown, so it cannot be approved here.</source>
        <translation>変更を表示できないため、ここでは承認できません。</translation>
    </message>
    <message>
        <source>The decision binds something else than what is shown: %1.</source>
        <translation>決定は表示と異なるものを拘束します: %1。</translation>
    </message>
    <message>
        <source>Decide those that ask the same &amp;together</source>
        <translation>同じ問いをまとめて決定(&amp;T)</translation>
    </message>
    <message>
        <source>Back to the one decision</source>
        <translation>一件の決定に戻る</translation>
    </message>
    <message>
        <source>Decide the %1 that ask the same &amp;together</source>
        <translation>同じ問い %1 件をまとめて決定(&amp;T)</translation>
    </message>
    <message>
        <source>Nothing is marked: Space marks what you decide on.</source>
        <translation>何も選ばれていません。スペースキーで決定するものを選びます。</translation>
    </message>
    <message>
        <source>Its budget stopped this task</source>
        <translation>予算がこのタスクを止めました</translation>
    </message>
    <message>
        <source>Raise the budget, send the task on, or cancel it, above its steps.</source>
        <translation>ステップの上で、予算を増やすか、先へ進めるか、取り消してください。</translation>
    </message>
    <message>
        <source>This task is parked and waits for you</source>
        <translation>このタスクは止まっていて、あなたを待っています</translation>
    </message>
    <message>
        <source>Send it on or cancel it, above its steps.</source>
        <translation>ステップの上で、先へ進めるか取り消してください。</translation>
    </message>
    <message>
        <source>&amp;Hand the decision over ...</source>
        <translation>決定を委任(&amp;H)…</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1（%2 の代理）</translation>
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
        <translation>承認 %1（タスク %2、%3）: %4</translation>
    </message>
</context>
<context>
    <name>signalbox::AuditModel</name>
    <message>
        <source>core</source>
        <translation>コア</translation>
    </message>
    <message>
        <source>repository</source>
        <translation>リポジトリ</translation>
    </message>
    <message>
        <source>task</source>
        <translation>タスク</translation>
    </message>
    <message>
        <source>work</source>
        <translation>作業</translation>
    </message>
    <message>
        <source>machine</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>decision</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>credential</source>
        <translation>認証情報</translation>
    </message>
    <message>
        <source>world outside</source>
        <translation>外部</translation>
    </message>
    <message>
        <source>#%1</source>
        <translation>#%1</translation>
    </message>
    <message>
        <source>%1: %2 %3, %4, %5</source>
        <translation>%1:%2 %3、%4、%5</translation>
    </message>
    <message>
        <source>When</source>
        <translation>いつ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>誰</translation>
    </message>
    <message>
        <source>Did</source>
        <translation>行為</translation>
    </message>
    <message>
        <source>About</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>person</source>
        <translation>人</translation>
    </message>
</context>
<context>
    <name>signalbox::AuditPane</name>
    <message>
        <source>Audit log</source>
        <translation>監査ログ</translation>
    </message>
    <message>
        <source>Only the chosen &amp;task</source>
        <translation>選択中のタスクのみ(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Go to the entry&apos;s task</source>
        <translation>項目のタスクへ移動(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Take the audit log along ...</source>
        <translation>監査ログを持ち出す(&amp;T)…</translation>
    </message>
    <message>
        <source>Kind of entries</source>
        <translation>項目の種類</translation>
    </message>
    <message>
        <source>every kind</source>
        <translation>すべての種類</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人</translation>
    </message>
    <message>
        <source>person, agent, gate or core</source>
        <translation>人、agent、gate、core</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>コアに接続しています ...</translation>
    </message>
    <message>
        <source>The audit log cannot be read</source>
        <translation>監査ログを読み込めません</translation>
    </message>
    <message>
        <source>Reading the audit log ...</source>
        <translation>監査ログを読み込んでいます…</translation>
    </message>
    <message>
        <source>No such entry</source>
        <translation>該当する項目はありません</translation>
    </message>
    <message>
        <source>Another kind, person or task may have some.</source>
        <translation>別の種類、人、タスクにはあるかもしれません。</translation>
    </message>
    <message>
        <source>Nothing was done yet</source>
        <translation>まだ何も行われていません</translation>
    </message>
    <message>
        <source>Acts of people, decisions, machines, credentials and requests to the world outside stand here, chained so that nobody can change them unseen.</source>
        <translation>人の行為、判断、マシン、認証情報、外部への要求が、気付かれずに変更できないよう連鎖してここに並びます。</translation>
    </message>
    <message>
        <source>the chain is broken at entry %1</source>
        <translation>項目 %1 で連鎖が切れています</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>書き込めません</translation>
    </message>
    <message>
        <source>chain holds: %1 links</source>
        <translation>連鎖は正常: %1 リンク</translation>
    </message>
    <message>
        <source>entries %1 to %2 are kept</source>
        <translation>項目 %1 から %2 を保存中</translation>
    </message>
    <message>
        <source>Its head: %1</source>
        <translation>先頭: %1</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>when</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>who</source>
        <translation>人</translation>
    </message>
    <message>
        <source>did</source>
        <translation>行為</translation>
    </message>
    <message>
        <source>what</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>repository</source>
        <translation>リポジトリ</translation>
    </message>
    <message>
        <source>machine</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>chain</source>
        <translation>連鎖</translation>
    </message>
    <message>
        <source>Take the audit log along</source>
        <translation>監査ログを持ち出す</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 に書き込めません: %2</translation>
    </message>
    <message>
        <source>The audit log is in %1; &quot;signalboxctl audit verify&quot; checks it</source>
        <translation>監査ログを %1 に保存しました。「signalboxctl audit verify」で検証できます</translation>
    </message>
    <message>
        <source>The audit log is read to its end; each entry has its time.</source>
        <translation>監査ログは最後まで読まれます。各項目に時刻があります。</translation>
    </message>
</context>
<context>
    <name>signalbox::BlueprintsPane</name>
    <message>
        <source>Text of the blueprint</source>
        <translation>ブループリントの本文</translation>
    </message>
    <message>
        <source>Next &amp;problem of the blueprint</source>
        <translation>ブループリントの次の問題(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Try the blueprint on the task</source>
        <translation>タスクでブループリントを試す(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy the change as a patch</source>
        <translation>変更をパッチとしてコピー(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Save the blueprint as a file ...</source>
        <translation>ブループリントをファイルに保存(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Back to the blueprint that holds</source>
        <translation>有効なブループリントに戻す(&amp;B)</translation>
    </message>
    <message>
        <source>Whose blueprint</source>
        <translation>どのブループリントか</translation>
    </message>
    <message>
        <source>Steps of the blueprint</source>
        <translation>ブループリントのステップ</translation>
    </message>
    <message>
        <source>What is wrong, or what would have gone otherwise</source>
        <translation>問題点、または結果が変わっていた点</translation>
    </message>
    <message>
        <source>%1 (ships)</source>
        <translation>%1(同梱)</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>コアに接続しています ...</translation>
    </message>
    <message>
        <source>This blueprint cannot be read</source>
        <translation>このブループリントは読み込めません</translation>
    </message>
    <message>
        <source>Reading the blueprint ...</source>
        <translation>ブループリントを読み込んでいます…</translation>
    </message>
    <message>
        <source>being checked</source>
        <translation>確認中</translation>
    </message>
    <message>
        <source>problems: %1</source>
        <translation>問題: %1</translation>
    </message>
    <message>
        <source>sound; it holds nowhere yet</source>
        <translation>正常。まだどこでも有効ではありません</translation>
    </message>
    <message>
        <source>sound; this one holds</source>
        <translation>正常。これが有効です</translation>
    </message>
    <message>
        <source>The blueprint is a file of the protected branch. What you write here is no rule until it is there: take it out as a patch and bring it in the way that the repository has for changes.</source>
        <translation>ブループリントは保護ブランチのファイルです。ここで書いた内容は、そこに入るまで規則にはなりません。パッチとして取り出し、リポジトリの変更手順に従って取り込んでください。</translation>
    </message>
    <message>
        <source>The core keeps this one for the repository, as its owner gave it. What you write here changes nothing: save it as a file, and register the repository with it (repo add --blueprint-file).</source>
        <translation>これは所有者が渡したものをコアがリポジトリのために保持しています。ここで書いても何も変わりません。ファイルに保存し、それを使ってリポジトリを登録してください(repo add --blueprint-file)。</translation>
    </message>
    <message>
        <source>This one ships with the program. A copy of it as .signalbox/blueprint.yaml on a repository&apos;s protected branch makes it that repository&apos;s own.</source>
        <translation>これはプログラムに同梱されています。リポジトリの保護ブランチに .signalbox/blueprint.yaml として置くと、そのリポジトリ自身のものになります。</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>What would have gone otherwise</source>
        <translation>結果が変わっていた点</translation>
    </message>
    <message>
        <source>%1, attempt %2</source>
        <translation>%1、試行 %2</translation>
    </message>
    <message>
        <source>not known: %1</source>
        <translation>不明: %1</translation>
    </message>
    <message>
        <source>Task %1 would have gone just the same with it.</source>
        <translation>タスク %1 はまったく同じように進んだはずです。</translation>
    </message>
    <message>
        <source>Task %1, looked at with this blueprint:</source>
        <translation>このブループリントで見たタスク %1:</translation>
    </message>
    <message>
        <source>from there on it would have been another story, and nobody can tell it.</source>
        <translation>そこから先は別の展開になり、どうなったかは誰にも分かりません。</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>問題点</translation>
    </message>
    <message>
        <source>To be mended before it can hold:</source>
        <translation>有効にする前に直す点:</translation>
    </message>
    <message>
        <source>Nothing is wrong with it. &quot;Try&quot; shows what it would have changed in the past of the task that is chosen.</source>
        <translation>問題はありません。「試す」は、選んだタスクの過去で何が変わったかを示します。</translation>
    </message>
    <message>
        <source>Save the blueprint</source>
        <translation>ブループリントを保存</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 に書き込めません: %2</translation>
    </message>
    <message>
        <source>The blueprint is in %1; it holds nowhere yet</source>
        <translation>ブループリントを %1 に保存しました。まだどこでも有効ではありません</translation>
    </message>
    <message>
        <source>The patch is in the clipboard; &quot;git apply&quot; takes it in a clone</source>
        <translation>パッチをクリップボードにコピーしました。クローンで「git apply」を使ってください</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>次の問題</translation>
    </message>
    <message>
        <source>Try it on the task</source>
        <translation>タスクで試す</translation>
    </message>
    <message>
        <source>Copy patch</source>
        <translation>パッチをコピー</translation>
    </message>
    <message>
        <source>Save ...</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻す</translation>
    </message>
</context>
<context>
    <name>signalbox::BudgetChart</name>
    <message>
        <source>%1 M</source>
        <comment>million</comment>
        <translation>%1 M</translation>
    </message>
    <message>
        <source>%1 k</source>
        <comment>thousand</comment>
        <translation>%1 k</translation>
    </message>
    <message>
        <source>Use over time</source>
        <translation>時間ごとの使用量</translation>
    </message>
    <message>
        <source>$%1</source>
        <translation>$%1</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>%2 のうち %1 を使用</translation>
    </message>
    <message>
        <source>%1 used, no limit</source>
        <translation>%1 を使用、上限なし</translation>
    </message>
    <message>
        <source>, %1 in an hour at the present rate</source>
        <translation>、現在のペースで 1 時間に %1</translation>
    </message>
    <message>
        <source>Reading the past ...</source>
        <translation>過去を読み込んでいます…</translation>
    </message>
    <message>
        <source>held %1</source>
        <translation>予約 %1</translation>
    </message>
    <message>
        <source>used %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>上限 %1</translation>
    </message>
    <message>
        <source>%1 ↑</source>
        <translation>%1 ↑</translation>
    </message>
    <message>
        <source>at this rate %1/h</source>
        <translation>このペースで %1/時</translation>
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
        <translation>%1 M</translation>
    </message>
    <message>
        <source>%1 k</source>
        <comment>thousand</comment>
        <translation>%1 k</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>上限なし</translation>
    </message>
    <message>
        <source>used up</source>
        <translation>使い切り</translation>
    </message>
    <message>
        <source>nothing used lately</source>
        <translation>最近の使用なし</translation>
    </message>
    <message>
        <source>lasts to the month&apos;s end</source>
        <translation>月末まで足りる</translation>
    </message>
    <message>
        <source>lasts</source>
        <translation>足りる</translation>
    </message>
    <message>
        <source>used up in %1</source>
        <translation>%1 後に使い切る</translation>
    </message>
    <message>
        <source>$%1</source>
        <translation>$%1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 のうち %1</translation>
    </message>
    <message>
        <source>%1: %2 tokens in %3 calls, and %4 held by calls under way</source>
        <translation>%1:%3 回の呼び出しで %2 トークン、進行中の呼び出しが %4 を予約</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>month %1</source>
        <translation>%1 月間</translation>
    </message>
    <message>
        <source>repository %1</source>
        <translation>リポジトリ %1</translation>
    </message>
    <message>
        <source>agent %1</source>
        <translation>エージェント %1</translation>
    </message>
    <message>
        <source>%1: %2 tokens, %3; %4</source>
        <translation>%1:%2 トークン、%3、%4</translation>
    </message>
    <message>
        <source>The rate of the last hour, or since its first call in it</source>
        <translation>直近 1 時間、またはその中の最初の呼び出しからのペース</translation>
    </message>
    <message>
        <source>At this rate</source>
        <translation>このペースで</translation>
    </message>
</context>
<context>
    <name>signalbox::BudgetsPane</name>
    <message>
        <source>Budgets</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Raise the task&apos;s &amp;budget ...</source>
        <translation>タスクの予算を増やす(&amp;B)…</translation>
    </message>
    <message>
        <source>Go to the budget&apos;s &amp;task</source>
        <translation>予算のタスクへ移動(&amp;T)</translation>
    </message>
    <message>
        <source>Chart in &amp;dollars</source>
        <translation>グラフをドルで表示(&amp;D)</translation>
    </message>
    <message>
        <source>How far back the chart goes</source>
        <translation>グラフでさかのぼる期間</translation>
    </message>
    <message>
        <source>the last hour</source>
        <translation>直近 1 時間</translation>
    </message>
    <message>
        <source>6 hours</source>
        <translation>6 時間</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 時間</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 日</translation>
    </message>
    <message>
        <source>31 days</source>
        <translation>31 日</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>コアに接続しています ...</translation>
    </message>
    <message>
        <source>Reading the budgets ...</source>
        <translation>予算を読み込んでいます…</translation>
    </message>
    <message>
        <source>Model calls are not counted here</source>
        <translation>ここではモデルの呼び出しを数えていません</translation>
    </message>
    <message>
        <source>This core has no model gateway. Start it with a provider&apos;s key in its environment (ANTHROPIC_API_KEY, OPENAI_API_KEY or GEMINI_API_KEY), or with an upstream of your own:
signalboxd --openai-upstream http://127.0.0.1:11434
Limits: --task-tokens, --repository-cost, --agent-tokens, --month-cost and so on.</source>
        <translation>このコアにはモデルゲートウェイがありません。プロバイダーのキーを環境変数(ANTHROPIC_API_KEY、OPENAI_API_KEY、GEMINI_API_KEY)に入れて起動するか、自前の接続先を指定してください:
signalboxd --openai-upstream http://127.0.0.1:11434
上限: --task-tokens、--repository-cost、--agent-tokens、--month-cost など。</translation>
    </message>
    <message>
        <source>No model was called yet</source>
        <translation>まだモデルは呼び出されていません</translation>
    </message>
    <message>
        <source>Budgets stand here with the first call of an agent.</source>
        <translation>エージェントの最初の呼び出しから、ここに予算が表示されます。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>. The task waits: raise its budget, and it goes on.</source>
        <translation>。タスクは待っています。予算を増やすと続行します。</translation>
    </message>
    <message>
        <source>. Calls are refused until the month ends, or until the core is started with more.</source>
        <translation>。月が終わるか、コアをより大きな上限で起動するまで、呼び出しは拒否されます。</translation>
    </message>
    <message>
        <source>Chart in &amp;tokens</source>
        <translation>グラフをトークンで表示(&amp;T)</translation>
    </message>
    <message>
        <source>How budgets stood is not kept; the chart shows how they were used.</source>
        <translation>予算の過去の状態は残っていません。グラフが使われ方を示します。</translation>
    </message>
</context>
<context>
    <name>signalbox::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>A command or a task: type some of its letters</source>
        <translation>コマンドまたはタスク: 文字をいくつか入力</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>一致するコマンド</translation>
    </message>
    <message>
        <source>The same on the command line</source>
        <translation>コマンドラインで同じこと</translation>
    </message>
</context>
<context>
    <name>signalbox::CommentEditor</name>
    <message>
        <source>Comment on this line</source>
        <translation>この行へのコメント</translation>
    </message>
    <message>
        <source>What is to be said about this line? It goes with your decision.</source>
        <translation>この行について何を言いますか？ 決定とともに送られます。</translation>
    </message>
    <message>
        <source>Ctrl+Enter keeps it, Esc leaves it, an empty one is taken away</source>
        <translation>Ctrl+Enter で保存、Esc で中止、空にすると削除</translation>
    </message>
</context>
<context>
    <name>signalbox::ConsoleOptions</name>
    <message>
        <source>%1 %2: expected %3</source>
        <translation>%1 %2: %3 が必要です</translation>
    </message>
    <message>
        <source>see signalbox --help</source>
        <translation>signalbox --help を参照</translation>
    </message>
    <message>
        <source>an address such as local:, https://host or test:///approval</source>
        <translation>local:、https://host、test:///approval のようなアドレス</translation>
    </message>
    <message>
        <source>WIDTHxHEIGHT, for example 1600x1000</source>
        <translation>幅x高さ（例: 1600x1000）</translation>
    </message>
    <message>
        <source>light or dark</source>
        <translation>light または dark</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>%1 のいずれか</translation>
    </message>
    <message>
        <source>a task&apos;s number</source>
        <translation>タスクの番号</translation>
    </message>
    <message>
        <source>percent from 80 to 200</source>
        <translation>80 から 200 までのパーセント</translation>
    </message>
    <message>
        <source>seconds from 0 to 60</source>
        <translation>0 から 60 までの秒数</translation>
    </message>
    <message>
        <source>unknown argument %1</source>
        <translation>不明な引数 %1</translation>
    </message>
    <message>
        <source>%1 needs a value</source>
        <translation>%1 には値が必要です</translation>
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
        <translation>使い方: signalbox [オプション]
コンソール: フリートを見守り、作業を確かめ、決定します。

  --connect URL      local:（既定）、ssh://[USER@]HOST、https://HOST、test:///SCENARIO
                     SIGNALBOX_CORE で既定を変えられます
  --pin SHA256       https: この SHA-256 の証明書だけを受け入れる
  --select TASK      このタスクを最初に表示
  --pane PANE        このペインを前面に: log, gates, timeline, machines
  --run COMMAND      準備ができたらパレットのこのコマンドを実行
  --theme THEME      light または dark、なければデスクトップに従う
  --language CODE    en, de, ar, ja、なければデスクトップに従う
  --text PERCENT     文字サイズ、80 から 200
  --size WxH         ウィンドウの大きさ
  --hold SECONDS     送信前に決定を取り消せる時間（5、0: すぐに送信）
  --screenshot FILE  ウィンドウの画像を PNG で保存して終了、画面は不要
  --version          バージョンを表示
</translation>
    </message>
</context>
<context>
    <name>signalbox::CoreCard</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>what you call it</source>
        <translation>呼び名</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>https://core.example.org, ssh://me@host or local:</source>
        <translation>https://core.example.org、ssh://me@host、local:</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>アクセストークン</translation>
    </message>
    <message>
        <source>empty: the one in the keychain</source>
        <translation>空: キーチェーンのもの</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>証明書</translation>
    </message>
    <message>
        <source>SHA-256, where it is not trusted the usual way</source>
        <translation>通常の方法で信頼されない場合の SHA-256</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>接続(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Forget it</source>
        <translation>忘れる(&amp;F)</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>コア</translation>
    </message>
    <message>
        <source>Known cores</source>
        <translation>既知のコア</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>このマシン</translation>
    </message>
    <message>
        <source>another one ...</source>
        <translation>別のコア ...</translation>
    </message>
    <message>
        <source>The core of this machine; it is started when none runs, and outlives the console.</source>
        <translation>このマシンのコア。動いていなければ起動され、コンソールが終わっても残ります。</translation>
    </message>
    <message>
        <source>Through your own OpenSSH, with its keys and known hosts. The core there tells its token by itself.</source>
        <translation>あなたの OpenSSH とその鍵、既知のホストを使います。向こうのコアがトークンを自分で伝えます。</translation>
    </message>
    <message>
        <source>The token goes into the keychain. Without a certificate&apos;s SHA-256 the system&apos;s trust decides.</source>
        <translation>トークンはキーチェーンに保存されます。証明書の SHA-256 がなければシステムの信頼設定に従います。</translation>
    </message>
    <message>
        <source>https:// or ssh:// to another machine; local: is this one.</source>
        <translation>別のマシンへは https:// か ssh://、このマシンは local:。</translation>
    </message>
</context>
<context>
    <name>signalbox::DecisionBar</name>
    <message>
        <source>&amp;Approve</source>
        <translation>承認(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Reject</source>
        <translation>却下(&amp;R)</translation>
    </message>
    <message>
        <source>Ask a &amp;question</source>
        <translation>質問する(&amp;Q)</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Leave it   Esc</source>
        <translation>やめる   Esc</translation>
    </message>
    <message>
        <source>Feedback for the agent, required</source>
        <translation>エージェントへのフィードバック（必須）</translation>
    </message>
    <message>
        <source>Question to the agent</source>
        <translation>エージェントへの質問</translation>
    </message>
    <message>
        <source>Reject with this feedback   Ctrl+Enter</source>
        <translation>このフィードバックで却下   Ctrl+Enter</translation>
    </message>
    <message>
        <source>Ask   Ctrl+Enter</source>
        <translation>質問   Ctrl+Enter</translation>
    </message>
    <message>
        <source>What must the agent do otherwise? It gets this as its feedback.</source>
        <translation>エージェントは何を変えるべきですか？ これがフィードバックとして渡されます。</translation>
    </message>
    <message>
        <source>What do you want to know? The agent is asked; nothing is decided.</source>
        <translation>何を知りたいですか？ エージェントに尋ねます。何も決定されません。</translation>
    </message>
    <message>
        <source>Comments on lines that go with it: %1.</source>
        <translation>一緒に送られる行コメント: %1。</translation>
    </message>
</context>
<context>
    <name>signalbox::DelegateCard</name>
    <message>
        <source>Hand &amp;over</source>
        <translation>委任(&amp;O)</translation>
    </message>
    <message>
        <source>name of another approver</source>
        <translation>別の承認者の名前</translation>
    </message>
    <message>
        <source>Who decides in your name</source>
        <translation>代わりに決める人</translation>
    </message>
    <message>
        <source>What is handed over</source>
        <translation>委任するもの</translation>
    </message>
    <message>
        <source>this decision</source>
        <translation>この決定</translation>
    </message>
    <message>
        <source>all of mine for 8 hours</source>
        <translation>自分のすべてを 8 時間</translation>
    </message>
    <message>
        <source>all of mine for 3 days</source>
        <translation>自分のすべてを 3 日間</translation>
    </message>
    <message>
        <source>all of mine for 2 weeks</source>
        <translation>自分のすべてを 2 週間</translation>
    </message>
    <message>
        <source>%1: decision %2</source>
        <translation>%1: 決定 %2</translation>
    </message>
    <message>
        <source>%1: all</source>
        <translation>%1: すべて</translation>
    </message>
    <message>
        <source>Take &amp;back from %1</source>
        <translation>%1 から取り戻す(&amp;B)</translation>
    </message>
    <message>
        <source>Both of you stay one voice, and what is decided in your name is written down with both names.</source>
        <translation>2 人で 1 票のままです。代わりに決めたことは両方の名前で記録されます。</translation>
    </message>
    <message>
        <source>A decision is handed over to somebody else.</source>
        <translation>決定は別の人に委任します。</translation>
    </message>
</context>
<context>
    <name>signalbox::Desk</name>
    <message>
        <source>the core keeps the latest change only, and this was another one</source>
        <translation>コアは最新の変更だけを保持します。これは別の変更でした</translation>
    </message>
    <message>
        <source>Go back to now to see the change.</source>
        <translation>変更を見るには今に戻ってください。</translation>
    </message>
    <message>
        <source>Task %1 is being cancelled</source>
        <translation>タスク %1 を中止しています</translation>
    </message>
    <message>
        <source>Task %1 goes on</source>
        <translation>タスク %1 が再開しました</translation>
    </message>
    <message>
        <source>Task %1 was submitted</source>
        <translation>タスク %1 を登録しました</translation>
    </message>
    <message>
        <source>The repository %1 was added</source>
        <translation>リポジトリ %1 を追加しました</translation>
    </message>
    <message>
        <source>The repository %1 was removed</source>
        <translation>リポジトリ %1 を削除しました</translation>
    </message>
    <message>
        <source>The machine %1 was destroyed</source>
        <translation>マシン %1 を破棄しました</translation>
    </message>
    <message>
        <source>The machine %1 hibernates; it costs disk only</source>
        <translation>マシン %1 は休止しました。使うのはディスクだけです</translation>
    </message>
    <message>
        <source>The machine %1 runs again</source>
        <translation>マシン %1 が再び動いています</translation>
    </message>
    <message>
        <source>Dead letter %1.%2 is tried again</source>
        <translation>デッドレター %1.%2 をもう一度試します</translation>
    </message>
    <message>
        <source>The sample task runs as task %1</source>
        <translation>サンプルタスクはタスク %1 として動いています</translation>
    </message>
    <message>
        <source>this is the past: nothing can be done here</source>
        <translation>これは過去です。ここでは何もできません</translation>
    </message>
    <message>
        <source>Go back to now first (Ctrl+.).</source>
        <translation>まず今に戻ってください（Ctrl+.）。</translation>
    </message>
    <message>
        <source>The budget of task %1 was raised</source>
        <translation>タスク %1 の予算を増やしました</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>閲覧者</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>approver</source>
        <translation>承認者</translation>
    </message>
    <message>
        <source>admin</source>
        <translation>管理者</translation>
    </message>
    <message>
        <source>Others are asked: %1.</source>
        <translation>ほかの人に依頼されています: %1。</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>すべての%1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>This needs the role %1; here you are: %2.</source>
        <translation>これには役割「%1」が必要です。ここでのあなた: %2。</translation>
    </message>
    <message>
        <source>%1 decides in your name</source>
        <translation>%1 があなたの代わりに決めます</translation>
    </message>
    <message>
        <source>You decide for yourself again</source>
        <translation>再び自分で決めます</translation>
    </message>
</context>
<context>
    <name>signalbox::DesktopNotices</name>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
</context>
<context>
    <name>signalbox::DiffView</name>
    <message>
        <source>viewed</source>
        <translation>確認済み</translation>
    </message>
    <message>
        <source>not viewed</source>
        <translation>未確認</translation>
    </message>
    <message>
        <source>%1 → %2 (renamed)</source>
        <translation>%1 → %2（名前変更）</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <translation>%1（新規）</translation>
    </message>
    <message>
        <source>%1 (deleted)</source>
        <translation>%1（削除）</translation>
    </message>
    <message>
        <source>⋯  unchanged lines: %1 (click to show)</source>
        <translation>⋯  変更のない行: %1（クリックで表示）</translation>
    </message>
    <message>
        <source>Binary file: its contents are not shown</source>
        <translation>バイナリファイル: 内容は表示されません</translation>
    </message>
    <message>
        <source>No line changed (%1)</source>
        <translation>変更された行なし（%1）</translation>
    </message>
    <message>
        <source>name only</source>
        <translation>名前のみ</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>%1 行目</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>files: %1, lines added: %2, removed: %3</source>
        <translation>ファイル: %1、追加行: %2、削除行: %3</translation>
    </message>
</context>
<context>
    <name>signalbox::EventText</name>
    <message>
        <source> by %1</source>
        <translation>（%1 による）</translation>
    </message>
    <message>
        <source>repository %1 was added: %2</source>
        <translation>リポジトリ %1 が追加されました: %2</translation>
    </message>
    <message>
        <source>repository %1 was removed%2</source>
        <translation>リポジトリ %1 が削除されました%2</translation>
    </message>
    <message>
        <source>submitted%1%2</source>
        <translation>登録%1%2</translation>
    </message>
    <message>
        <source>admitted: blueprint %1 %2, base %3 at %4</source>
        <translation>受け付け: ブループリント %1 %2、ベース %3（%4）</translation>
    </message>
    <message>
        <source>%1, attempt %2 begins</source>
        <translation>%1、試行 %2 が始まりました</translation>
    </message>
    <message>
        <source>technical failure %1, tried again%2</source>
        <translation>技術的失敗 %1、再試行%2</translation>
    </message>
    <message>
        <source>machine %1 leased</source>
        <translation>マシン %1 を貸し出し</translation>
    </message>
    <message>
        <source>machine %1 released</source>
        <translation>マシン %1 を返却</translation>
    </message>
    <message>
        <source>%1, attempt %2 %3%4</source>
        <translation>%1、試行 %2 %3%4</translation>
    </message>
    <message>
        <source>sent back from %1 to %2%3</source>
        <translation>%1 から %2 へ差し戻し%3</translation>
    </message>
    <message>
        <source>approval %1 asked for: tree %2, needs %3</source>
        <translation>承認 %1 を依頼: ツリー %2、必要 %3</translation>
    </message>
    <message>
        <source>%1 %2 approval %3%4</source>
        <translation>%1 が%2（承認 %3）%4</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>承認済み</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>却下</translation>
    </message>
    <message>
        <source>%1 asked the agent%2</source>
        <translation>%1 がエージェントに質問%2</translation>
    </message>
    <message>
        <source>the agent answered%1</source>
        <translation>エージェントが回答%1</translation>
    </message>
    <message>
        <source>approval %1 is %2%3</source>
        <translation>承認 %1 は %2%3</translation>
    </message>
    <message>
        <source>needs a person%1</source>
        <translation>人の助けが必要%1</translation>
    </message>
    <message>
        <source>sent on%1 at %2%3</source>
        <translation>先へ送られた%1（%2）%3</translation>
    </message>
    <message>
        <source>will end as %1%2%3</source>
        <translation>%1 として終了予定%2%3</translation>
    </message>
    <message>
        <source>undoing %1: %2</source>
        <translation>取り消し中 %1: %2</translation>
    </message>
    <message>
        <source>%1 %2%3</source>
        <translation>%1 %2%3</translation>
    </message>
    <message>
        <source>undone:</source>
        <translation>取り消し済み:</translation>
    </message>
    <message>
        <source>not undone:</source>
        <translation>取り消せず:</translation>
    </message>
    <message>
        <source>tearing down</source>
        <translation>片付け中</translation>
    </message>
    <message>
        <source>dead letter %1 is tried again%2</source>
        <translation>デッドレター %1 をもう一度試します%2</translation>
    </message>
    <message>
        <source>told anew, since its history got long</source>
        <translation>履歴が長くなったため語り直しました</translation>
    </message>
    <message>
        <source>finished: %1%2</source>
        <translation>終了: %1%2</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 トークン</translation>
    </message>
    <message>
        <source>%1 USD</source>
        <translation>%1 USD</translation>
    </message>
    <message>
        <source>budget raised by %1%2%3</source>
        <translation>予算を %1 増やした%2%3</translation>
    </message>
    <message>
        <source>tool call %1 waits for a person%2</source>
        <translation>ツール呼び出し %1 は人を待っています%2</translation>
    </message>
    <message>
        <source>tool call %1 is %2%3%4</source>
        <translation>ツール呼び出し %1 は %2 です%3%4</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1（%2 の代理）</translation>
    </message>
    <message>
        <source>approval %1 escalated to %2</source>
        <translation>承認 %1 を %2 にエスカレーション</translation>
    </message>
    <message>
        <source>%1 has %2 decide approval %3</source>
        <translation>%1 が承認 %3 を %2 に委任</translation>
    </message>
    <message>
        <source>%1 has %2 decide</source>
        <translation>%1 が %2 に委任</translation>
    </message>
    <message>
        <source>%1 took delegation %2 back</source>
        <translation>%1 が委任 %2 を取り消し</translation>
    </message>
</context>
<context>
    <name>signalbox::EvidenceTable</name>
    <message>
        <source>... more lines: %1</source>
        <translation>... さらに %1 行</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>未着手</translation>
    </message>
    <message>
        <source>Gates and their evidence</source>
        <translation>ゲートとその証拠</translation>
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
        <translation>あなたが必要</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>以前</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1
known because: %2</source>
        <translation>%1
根拠: %2</translation>
    </message>
    <message>
        <source>Task %1, %2, %3: %4</source>
        <translation>タスク %1、%2、%3: %4</translation>
    </message>
</context>
<context>
    <name>signalbox::FleetPane</name>
    <message>
        <source>Filter: number, title, repository, state</source>
        <translation>絞り込み: 番号、題名、リポジトリ、状態</translation>
    </message>
    <message>
        <source>Filter the fleet</source>
        <translation>フリートを絞り込む</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>タスク</translation>
    </message>
    <message>
        <source>&amp;Filter the fleet</source>
        <translation>フリートを絞り込む(&amp;F)</translation>
    </message>
    <message>
        <source>Next task</source>
        <translation>次のタスク</translation>
    </message>
    <message>
        <source>Previous task</source>
        <translation>前のタスク</translation>
    </message>
    <message>
        <source>Show &amp;earlier tasks</source>
        <translation>以前のタスクを表示(&amp;E)</translation>
    </message>
    <message>
        <source>No task matches</source>
        <translation>一致するタスクなし</translation>
    </message>
    <message>
        <source>Clear the filter to see all tasks.</source>
        <translation>すべてのタスクを見るには絞り込みを消してください。</translation>
    </message>
    <message>
        <source>No task yet</source>
        <translation>まだタスクがありません</translation>
    </message>
    <message>
        <source>Tasks appear here as soon as they are submitted.</source>
        <translation>登録されるとすぐにタスクがここに現れます。</translation>
    </message>
    <message>
        <source>Reading earlier tasks ...</source>
        <translation>以前のタスクを読み込んでいます ...</translation>
    </message>
    <message>
        <source>Earlier tasks could not be read: try again</source>
        <translation>以前のタスクを読み込めませんでした: 再試行</translation>
    </message>
    <message>
        <source>Show earlier tasks</source>
        <translation>以前のタスクを表示</translation>
    </message>
    <message>
        <source>Finished tasks that the core&apos;s memory does not hold any more</source>
        <translation>コアのメモリにもうない、終了したタスク</translation>
    </message>
</context>
<context>
    <name>signalbox::GateReport</name>
    <message>
        <source>tests: %1, failed: %2, skipped: %3</source>
        <translation>テスト: %1、失敗: %2、省略: %3</translation>
    </message>
    <message>
        <source>; the report is not whole: %1</source>
        <translation>。レポートは不完全です: %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 of %2 lines</source>
        <translation>%2 行中 %1 行</translation>
    </message>
    <message>
        <source>files: %1, lines run: %2 %</source>
        <translation>ファイル: %1、実行された行: %2 %</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Test or file</source>
        <translation>テストまたはファイル</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>場所</translation>
    </message>
</context>
<context>
    <name>signalbox::GatesModel</name>
    <message>
        <source>%1
ran: %2</source>
        <translation>%1
実行: %2</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2、%3</translation>
    </message>
    <message>
        <source>not judged yet</source>
        <translation>未判定</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>未着手</translation>
    </message>
    <message>
        <source>earlier work: %1</source>
        <translation>以前の作業: %1</translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation>%1（%2）: %3</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>ゲート</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数値</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>所要</translation>
    </message>
</context>
<context>
    <name>signalbox::GatesPane</name>
    <message>
        <source>No task chosen</source>
        <translation>タスクが選ばれていません</translation>
    </message>
    <message>
        <source>Choose a task in the fleet to see what its gates say.</source>
        <translation>フリートでタスクを選ぶと、ゲートの結果が見られます。</translation>
    </message>
    <message>
        <source>No gates</source>
        <translation>ゲートなし</translation>
    </message>
    <message>
        <source>The blueprint of this task has no gates yet.</source>
        <translation>このタスクのブループリントにはまだゲートがありません。</translation>
    </message>
    <message>
        <source>Reading the task ...</source>
        <translation>タスクを読み込んでいます ...</translation>
    </message>
</context>
<context>
    <name>signalbox::HelpCard</name>
    <message>
        <source>Keys and marks</source>
        <translation>キーと記号</translation>
    </message>
    <message>
        <source>Everything the console does, signalboxctl does too: the line at the bottom of the window shows the command. Any key closes this card.</source>
        <translation>コンソールがすることはすべて signalboxctl でもできます。ウィンドウの下の行にコマンドが表示されます。どのキーでもこのカードを閉じます。</translation>
    </message>
    <message>
        <source>next and previous task</source>
        <translation>次と前のタスク</translation>
    </message>
    <message>
        <source>next task that needs you</source>
        <translation>あなたを必要とする次のタスク</translation>
    </message>
    <message>
        <source>approve exactly what is on the screen</source>
        <translation>画面にあるとおりのものを承認</translation>
    </message>
    <message>
        <source>reject, with feedback for the agent</source>
        <translation>エージェントへのフィードバックとともに却下</translation>
    </message>
    <message>
        <source>ask the agent without deciding</source>
        <translation>決定せずにエージェントに質問</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Ctrl+Z</translation>
    </message>
    <message>
        <source>take a decision back, as long as it is held</source>
        <translation>保留中の決定を取り消す</translation>
    </message>
    <message>
        <source>filter the fleet</source>
        <translation>フリートを絞り込む</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>all commands and tasks</source>
        <translation>すべてのコマンドとタスク</translation>
    </message>
    <message>
        <source>Ctrl+1 ... 9</source>
        <translation>Ctrl+1 ... 9</translation>
    </message>
    <message>
        <source>go to a pane</source>
        <translation>ペインへ移動</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Ctrl+F</translation>
    </message>
    <message>
        <source>search the log</source>
        <translation>ログを検索</translation>
    </message>
    <message>
        <source>previous and next file of the change</source>
        <translation>変更の前と次のファイル</translation>
    </message>
    <message>
        <source>in the change: file is viewed; side by side; comment on the line</source>
        <translation>変更の中で: ファイル確認済み、左右表示、行にコメント</translation>
    </message>
    <message>
        <source>look again, when the work changed meanwhile</source>
        <translation>その間に作業が変わったとき、もう一度見る</translation>
    </message>
    <message>
        <source>←   →</source>
        <translation>←   →</translation>
    </message>
    <message>
        <source>in the steps: previous and next step</source>
        <translation>ステップの中で: 前と次のステップ</translation>
    </message>
    <message>
        <source>in the timeline: the task one event earlier, later (Ctrl+. now)</source>
        <translation>タイムラインで: 1 つ前、1 つ先のイベント（Ctrl+. で今）</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>new task</source>
        <translation>新しいタスク</translation>
    </message>
</context>
<context>
    <name>signalbox::KeyRing</name>
    <message>
        <source>the keychain holds no token for this core</source>
        <translation>このコアのトークンはキーチェーンにありません</translation>
    </message>
    <message>
        <source>the keychain is locked: %1</source>
        <translation>キーチェーンはロックされています: %1</translation>
    </message>
    <message>
        <source>Unlock it and connect again, or type the token.</source>
        <translation>ロックを解除して再接続するか、トークンを入力してください。</translation>
    </message>
    <message>
        <source>no keychain answers here: %1</source>
        <translation>キーチェーンが応答しません: %1</translation>
    </message>
    <message>
        <source>The token is used until the console ends. To keep it yourself, put it into SIGNALBOX_TOKEN.</source>
        <translation>トークンはコンソールの終了まで使われます。自分で保持するには SIGNALBOX_TOKEN に設定してください。</translation>
    </message>
</context>
<context>
    <name>signalbox::LogPane</name>
    <message>
        <source>&amp;Search the log</source>
        <translation>ログを検索(&amp;S)</translation>
    </message>
    <message>
        <source>Follow the end of the log</source>
        <translation>ログの末尾を追う</translation>
    </message>
    <message>
        <source>Show lines of this kind</source>
        <translation>この種類の行を表示</translation>
    </message>
    <message>
        <source>Show %1 lines</source>
        <translation>%1 の行を表示</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>ログを検索</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>追う</translation>
    </message>
    <message>
        <source>Stay at the end as the log grows</source>
        <translation>ログが伸びても末尾にとどまる</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>No task chosen</source>
        <translation>タスクが選ばれていません</translation>
    </message>
    <message>
        <source>Choose a task in the fleet to read its log.</source>
        <translation>フリートでタスクを選ぶとログが読めます。</translation>
    </message>
    <message>
        <source>Reading the log ...</source>
        <translation>ログを読み込んでいます ...</translation>
    </message>
    <message>
        <source>The log is empty so far</source>
        <translation>ログはまだ空です</translation>
    </message>
    <message>
        <source>Lines appear as soon as a step of the task writes something.</source>
        <translation>タスクのステップが何か書くとすぐに行が現れます。</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>, complete</source>
        <translation>、完了</translation>
    </message>
</context>
<context>
    <name>signalbox::LogView</name>
    <message>
        <source>output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>core</source>
        <translation>コア</translation>
    </message>
    <message>
        <source>tool</source>
        <translation>ツール</translation>
    </message>
    <message>
        <source>model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source> ... +%1 characters</source>
        <translation> ... さらに %1 文字</translation>
    </message>
    <message>
        <source>Agent log</source>
        <translation>エージェントのログ</translation>
    </message>
    <message>
        <source>&amp;Copy lines</source>
        <translation>行をコピー(&amp;C)</translation>
    </message>
    <message>
        <source>Go to the &amp;end</source>
        <translation>末尾へ移動(&amp;E)</translation>
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
        <translation>、%1 前から</translation>
    </message>
    <message>
        <source>%1; known because %2</source>
        <translation>%1、根拠: %2</translation>
    </message>
    <message>
        <source>#%1 %2</source>
        <translation>#%1 %2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>タスク</translation>
    </message>
    <message>
        <source>Processor time</source>
        <translation>プロセッサ時間</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリ</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>ディスク</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>経過</translation>
    </message>
</context>
<context>
    <name>signalbox::MachinesPane</name>
    <message>
        <source>Machines</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>No machine exists</source>
        <translation>マシンはありません</translation>
    </message>
    <message>
        <source>A machine is made for each attempt that needs one, and removed when it ends.</source>
        <translation>必要とする試行ごとにマシンが作られ、終わると削除されます。</translation>
    </message>
    <message>
        <source>&amp;Hibernate the machine</source>
        <translation>マシンを休止(&amp;H)</translation>
    </message>
    <message>
        <source>Resume the &amp;machine</source>
        <translation>マシンを再開(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Destroy the machine ...</source>
        <translation>マシンを破棄(&amp;D) ...</translation>
    </message>
    <message>
        <source>%1 and its disk are removed at once; its attempt counts as a technical failure.</source>
        <translation>%1 とそのディスクはただちに削除され、その試行は技術的失敗として数えられます。</translation>
    </message>
    <message>
        <source>Destroy it</source>
        <translation>破棄する</translation>
    </message>
    <message>
        <source>Open a &amp;terminal in the machine</source>
        <translation>マシンで端末を開く(&amp;T)</translation>
    </message>
    <message>
        <source>Choose a machine to enter, hibernate, resume or destroy it.</source>
        <translation>マシンを選ぶと、中に入る、休止、再開、破棄ができます。</translation>
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
        <translation>ペイン: %1</translation>
    </message>
    <message>
        <source>Sending your decision ...</source>
        <translation>決定を送信しています ...</translation>
    </message>
    <message>
        <source>There is no command “%1” now.</source>
        <translation>今はコマンド「%1」がありません。</translation>
    </message>
    <message>
        <source>Save the la&amp;yout as ...</source>
        <translation>レイアウトに名前を付けて保存(&amp;Y) ...</translation>
    </message>
    <message>
        <source>Name of the layout</source>
        <translation>レイアウトの名前</translation>
    </message>
    <message>
        <source>The layout “%1” was saved</source>
        <translation>レイアウト「%1」を保存しました</translation>
    </message>
    <message>
        <source>Save the fleet&apos;s filter as a &amp;view ...</source>
        <translation>フリートの絞り込みをビューとして保存(&amp;V) ...</translation>
    </message>
    <message>
        <source>The fleet is not filtered: type a filter first (/).</source>
        <translation>フリートは絞り込まれていません。先に絞り込みを入力してください（/）。</translation>
    </message>
    <message>
        <source>Name of the view “%1”</source>
        <translation>ビュー「%1」の名前</translation>
    </message>
    <message>
        <source>The view “%1” was saved</source>
        <translation>ビュー「%1」を保存しました</translation>
    </message>
    <message>
        <source>&amp;Quiet hours ...</source>
        <translation>通知しない時間(&amp;Q) ...</translation>
    </message>
    <message>
        <source>Announce nothing between (22:00-07:00; “none”: always announce)</source>
        <translation>この間は通知しない（22:00-07:00、「none」: いつも通知）</translation>
    </message>
    <message>
        <source>Decisions are announced at any time</source>
        <translation>決定はいつでも通知されます</translation>
    </message>
    <message>
        <source>Quiet between %1</source>
        <translation>%1 の間は通知しません</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>文字を大きく(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>文字を小さく(&amp;S)</translation>
    </message>
    <message>
        <source>Text of ordinary size</source>
        <translation>通常の文字サイズ</translation>
    </message>
    <message>
        <source>Core: %1</source>
        <translation>コア: %1</translation>
    </message>
    <message>
        <source>Layout: %1</source>
        <translation>レイアウト: %1</translation>
    </message>
    <message>
        <source>View: %1</source>
        <translation>ビュー: %1</translation>
    </message>
    <message>
        <source>View: all tasks</source>
        <translation>ビュー: すべてのタスク</translation>
    </message>
    <message>
        <source>Forget the layout: %1</source>
        <translation>レイアウトを忘れる: %1</translation>
    </message>
    <message>
        <source>Forget the view: %1</source>
        <translation>ビューを忘れる: %1</translation>
    </message>
    <message>
        <source>The layout “%1” cannot be read any more; nothing was moved.</source>
        <translation>レイアウト「%1」はもう読めません。何も動かしていません。</translation>
    </message>
    <message>
        <source>The layout of your last session could not be read: this is the first one. Your tasks are not concerned.</source>
        <translation>前回のレイアウトを読めませんでした。これは最初のレイアウトです。タスクには影響しません。</translation>
    </message>
    <message>
        <source>Search and &amp;commands</source>
        <translation>検索とコマンド(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Run the sample task</source>
        <translation>サンプルタスクを実行(&amp;R)</translation>
    </message>
    <message>
        <source>Add a re&amp;pository</source>
        <translation>リポジトリを追加(&amp;P)</translation>
    </message>
    <message>
        <source>Connect to another c&amp;ore ...</source>
        <translation>別のコアに接続(&amp;O) ...</translation>
    </message>
    <message>
        <source>&amp;Take the decision back</source>
        <translation>決定を取り消す(&amp;T)</translation>
    </message>
    <message>
        <source>Go to: %1</source>
        <translation>移動: %1</translation>
    </message>
    <message>
        <source>Go to #%1 %2</source>
        <translation>#%1 %2 へ移動</translation>
    </message>
    <message>
        <source>&amp;Core</source>
        <translation>コア(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Try the connection again</source>
        <translation>もう一度接続を試す(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Task</source>
        <translation>タスク(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;New task</source>
        <translation>新しいタスク(&amp;N)</translation>
    </message>
    <message>
        <source>Next &amp;decision</source>
        <translation>次の決定(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Decide</source>
        <translation>決定(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>La&amp;youts and views</source>
        <translation>レイアウトとビュー(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation>レイアウトを元に戻す(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Light colours</source>
        <translation>明るい配色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark colours</source>
        <translation>暗い配色(&amp;D)</translation>
    </message>
    <message>
        <source>Colours of the des&amp;ktop</source>
        <translation>デスクトップの配色(&amp;K)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>言語(&amp;G)</translation>
    </message>
    <message>
        <source>Language: %1</source>
        <translation>言語: %1</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys and marks</source>
        <translation>キーと記号(&amp;K)</translation>
    </message>
    <message>
        <source>Approval %1: your yes was recorded</source>
        <translation>承認 %1: あなたの承認が記録されました</translation>
    </message>
    <message>
        <source>Approval %1: your no and its feedback were recorded</source>
        <translation>承認 %1: あなたの却下とフィードバックが記録されました</translation>
    </message>
    <message>
        <source>Approval %1: you said yes.</source>
        <translation>承認 %1: あなたは承認しました。</translation>
    </message>
    <message>
        <source>Approval %1: you said no.</source>
        <translation>承認 %1: あなたは却下しました。</translation>
    </message>
    <message>
        <source> It is sent in %1 s.</source>
        <translation> %1 秒後に送信されます。</translation>
    </message>
    <message>
        <source>Take it back   %1</source>
        <translation>取り消す   %1</translation>
    </message>
    <message>
        <source>.   What you see is how it was at %1, %2 ago.</source>
        <translation>。   表示は %1（%2 前）の状態です。</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>今すぐ試す</translation>
    </message>
    <message>
        <source>The past of task %1: as it was at %2, after event %3 of %4. Nothing can be decided here.</source>
        <translation>タスク %1 の過去: %2、イベント %3/%4 の後の状態です。ここでは何も決定できません。</translation>
    </message>
    <message>
        <source>Back to now   Ctrl+.</source>
        <translation>今に戻る   Ctrl+.</translation>
    </message>
    <message>
        <source>The past of the whole fleet: as it was at %1, after event %2 of %3. Nothing can be decided here.</source>
        <translation>フリート全体の過去: %1、イベント %2/%3 の後の状態です。ここでは何も決定できません。</translation>
    </message>
</context>
<context>
    <name>signalbox::Mark</name>
    <message>
        <source>needs your decision</source>
        <translation>あなたの決定が必要</translation>
    </message>
    <message>
        <source>needs a person</source>
        <translation>人の助けが必要</translation>
    </message>
    <message>
        <source>being admitted</source>
        <translation>受け付け中</translation>
    </message>
    <message>
        <source>waiting for a machine</source>
        <translation>マシン待ち</translation>
    </message>
    <message>
        <source>running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>trying again</source>
        <translation>再試行中</translation>
    </message>
    <message>
        <source>undoing</source>
        <translation>取り消し中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>却下</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>stopped by a limit</source>
        <translation>制限により停止</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>判定なし</translation>
    </message>
    <message>
        <source>out of time</source>
        <translation>時間切れ</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>制限に到達</translation>
    </message>
    <message>
        <source>stopped by budget</source>
        <translation>予算により停止</translation>
    </message>
    <message>
        <source>goes in circles</source>
        <translation>堂々巡り</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未決</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>承認済み</translation>
    </message>
    <message>
        <source>void: the work changed</source>
        <translation>無効: 作業が変わった</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>期限切れ</translation>
    </message>
</context>
<context>
    <name>signalbox::NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Act on this notice</source>
        <translation>この通知に対応する</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>この通知を閉じる</translation>
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
        <translation>Signalbox: あなたが必要: %1</translation>
    </message>
    <message>
        <source>A decision is needed</source>
        <translation>決定が必要です</translation>
    </message>
    <message>
        <source>Decisions asked for: %1</source>
        <translation>求められた決定: %1</translation>
    </message>
    <message>
        <source>#%1 %2 (%3)</source>
        <translation>#%1 %2 (%3)</translation>
    </message>
    <message>
        <source>A decision was escalated to you</source>
        <translation>決定があなたにエスカレーションされました</translation>
    </message>
</context>
<context>
    <name>signalbox::Panes</name>
    <message>
        <source>Fleet</source>
        <translation>フリート</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>タスク</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>ゲート</translation>
    </message>
    <message>
        <source>Agent log</source>
        <translation>エージェントのログ</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>タイムライン</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>決定</translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation>リポジトリ</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>新しいタスク</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Blueprints</source>
        <translation>ブループリント</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>監査</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>端末</translation>
    </message>
    <message>
        <source>This is the present, not the past. %1</source>
        <translation>これは過去ではなく現在です。%1</translation>
    </message>
</context>
<context>
    <name>signalbox::QuestionList</name>
    <message>
        <source>%1 asked %2 ago: %3</source>
        <translation>%1 が %2 前に質問: %3</translation>
    </message>
    <message>
        <source>The agent: %1</source>
        <translation>エージェント: %1</translation>
    </message>
    <message>
        <source>The agent has not answered yet.</source>
        <translation>エージェントはまだ答えていません。</translation>
    </message>
</context>
<context>
    <name>signalbox::RaiseCard</name>
    <message>
        <source>&amp;Raise the budget</source>
        <translation>予算を増やす(&amp;R)</translation>
    </message>
    <message>
        <source> thousand tokens</source>
        <translation> 千トークン</translation>
    </message>
    <message>
        <source>More tokens, in thousands</source>
        <translation>追加トークン(千単位)</translation>
    </message>
    <message>
        <source>$</source>
        <comment>before an amount</comment>
        <translation>$</translation>
    </message>
    <message>
        <source>More US dollars</source>
        <translation>追加の米ドル</translation>
    </message>
    <message>
        <source>why; it is kept in the journal</source>
        <translation>理由(ジャーナルに残ります)</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Task %1, %2: grant it so much more</source>
        <translation>タスク %1「%2」にこれだけ追加する</translation>
    </message>
    <message>
        <source>Say by how much: in tokens, in dollars or in both.</source>
        <translation>増やす量をトークン、ドル、または両方で指定してください。</translation>
    </message>
</context>
<context>
    <name>signalbox::ReportView</name>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>省略</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低い</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>Tests and files of the report</source>
        <translation>レポートのテストとファイル</translation>
    </message>
    <message>
        <source>What the test says</source>
        <translation>テストの内容</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>レポート</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Report or output</source>
        <translation>レポートまたは出力</translation>
    </message>
    <message>
        <source>Reading the report ...</source>
        <translation>レポートを読み込んでいます ...</translation>
    </message>
    <message>
        <source>The report cannot be read</source>
        <translation>レポートを読めません</translation>
    </message>
    <message>
        <source>No report</source>
        <translation>レポートなし</translation>
    </message>
    <message>
        <source>Choose a gate to see what its programs reported.</source>
        <translation>ゲートを選ぶと、そのプログラムの報告が見られます。</translation>
    </message>
    <message>
        <source>This gate&apos;s programs left no report and no output.</source>
        <translation>このゲートのプログラムはレポートも出力も残しませんでした。</translation>
    </message>
</context>
<context>
    <name>signalbox::RepositoriesModel</name>
    <message>
        <source>added by %1</source>
        <translation>%1 が追加</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>the remote&apos;s default</source>
        <translation>リモートの既定</translation>
    </message>
    <message>
        <source>the repository&apos;s own</source>
        <translation>リポジトリ自身のもの</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>リポジトリ</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Protected branch</source>
        <translation>保護されたブランチ</translation>
    </message>
    <message>
        <source>Blueprint</source>
        <translation>ブループリント</translation>
    </message>
</context>
<context>
    <name>signalbox::RepositoriesPane</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>a short name, for example parser</source>
        <translation>短い名前（例: parser）</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>https://host/path.git, ssh or a local path</source>
        <translation>https://host/path.git、ssh、またはローカルパス</translation>
    </message>
    <message>
        <source>Protected branch</source>
        <translation>保護されたブランチ</translation>
    </message>
    <message>
        <source>the remote&apos;s default</source>
        <translation>リモートの既定</translation>
    </message>
    <message>
        <source>Blueprint</source>
        <translation>ブループリント</translation>
    </message>
    <message>
        <source>where the repository has none of its own</source>
        <translation>リポジトリ自身にないとき</translation>
    </message>
    <message>
        <source>&amp;Add repository</source>
        <translation>リポジトリを追加(&amp;A)</translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation>リポジトリ</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名前(&amp;N)</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>アドレス(&amp;D)</translation>
    </message>
    <message>
        <source>Protected &amp;branch</source>
        <translation>保護されたブランチ(&amp;B)</translation>
    </message>
    <message>
        <source>Blue&amp;print</source>
        <translation>ブループリント(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Remove the repository</source>
        <translation>リポジトリを削除(&amp;R)</translation>
    </message>
    <message>
        <source>A name and an address are needed.</source>
        <translation>名前とアドレスが必要です。</translation>
    </message>
</context>
<context>
    <name>signalbox::Screenshot</name>
    <message>
        <source>the window was not complete in time</source>
        <translation>ウィンドウが時間内に完成しませんでした</translation>
    </message>
    <message>
        <source>the picture could not be written to %1</source>
        <translation>画像を %1 に書き込めませんでした</translation>
    </message>
    <message>
        <source>Does the folder exist, and may you write to it?</source>
        <translation>フォルダは存在し、書き込めますか？</translation>
    </message>
</context>
<context>
    <name>signalbox::StepCards</name>
    <message>
        <source>not yet</source>
        <translation>未着手</translation>
    </message>
    <message>
        <source>%1 of %2 agreed</source>
        <translation>%1/%2 人が同意</translation>
    </message>
    <message>
        <source>no machine yet</source>
        <translation>マシンなし</translation>
    </message>
    <message>
        <source>under 1 s</source>
        <translation>1 秒未満</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 時間 %2 分</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 日 %2 時間</translation>
    </message>
    <message>
        <source>now</source>
        <translation>たった今</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 日</translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <translation>%1 (%2): %3</translation>
    </message>
    <message>
        <source>attempts: %1</source>
        <translation>試行: %1</translation>
    </message>
    <message>
        <source>this is where the task is</source>
        <translation>タスクは今ここ</translation>
    </message>
    <message>
        <source>before: %1</source>
        <translation>以前: %1</translation>
    </message>
    <message>
        <source>people: %1</source>
        <translation>人数: %1</translation>
    </message>
    <message>
        <source>at most %1 min</source>
        <translation>最長 %1 分</translation>
    </message>
</context>
<context>
    <name>signalbox::StepDetail</name>
    <message>
        <source>at most %1 an attempt</source>
        <translation>試行ごとに最長 %1</translation>
    </message>
    <message>
        <source>on failure: %1</source>
        <translation>失敗時: %1</translation>
    </message>
    <message>
        <source>runs: %1</source>
        <translation>実行: %1</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>試行</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>所要</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Attempts of the step</source>
        <translation>ステップの試行</translation>
    </message>
    <message>
        <source>Step %1   ·   %2</source>
        <translation>ステップ %1   ·   %2</translation>
    </message>
    <message>
        <source>Feedback from %1: %2</source>
        <translation>%1 からのフィードバック: %2</translation>
    </message>
    <message>
        <source>left</source>
        <translation>離脱</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>   (technical failures: %1)</source>
        <translation>   （技術的失敗: %1）</translation>
    </message>
    <message>
        <source>commit %1</source>
        <translation>コミット %1</translation>
    </message>
</context>
<context>
    <name>signalbox::StepGraph</name>
    <message>
        <source>Steps of the task</source>
        <translation>タスクのステップ</translation>
    </message>
    <message>
        <source>0 of 1 agreed</source>
        <translation>1 人中 0 人が同意</translation>
    </message>
    <message>
        <source>sent back %1×</source>
        <translation>差し戻し %1 回</translation>
    </message>
</context>
<context>
    <name>signalbox::SubmitPane</name>
    <message>
        <source>&amp;Submit task   Ctrl+Enter</source>
        <translation>タスクを登録(&amp;S)   Ctrl+Enter</translation>
    </message>
    <message>
        <source>in a few words, for example: fix flaky parser test</source>
        <translation>短い言葉で（例: 不安定なパーサのテストを直す）</translation>
    </message>
    <message>
        <source>What is to be done, and what is known about it</source>
        <translation>何をするか、何がわかっているか</translation>
    </message>
    <message>
        <source>One a line: what must be true when it is done</source>
        <translation>1 行に 1 つ: 終わったときに成り立つべきこと</translation>
    </message>
    <message>
        <source>as the blueprint says</source>
        <translation>ブループリントのとおり</translation>
    </message>
    <message>
        <source>&amp;Repository</source>
        <translation>リポジトリ(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>題名(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;What to do</source>
        <translation>すること(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Accept when</source>
        <translation>受け入れ条件(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Blueprint</source>
        <translation>ブループリント(&amp;B)</translation>
    </message>
    <message>
        <source>A&amp;gent command</source>
        <translation>エージェントのコマンド(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Priority</source>
        <translation>優先度(&amp;P)</translation>
    </message>
    <message>
        <source>Submit the task</source>
        <translation>タスクを登録</translation>
    </message>
    <message>
        <source>the repository&apos;s own</source>
        <translation>リポジトリ自身のもの</translation>
    </message>
    <message>
        <source>Add a repository first.</source>
        <translation>先にリポジトリを追加してください。</translation>
    </message>
    <message>
        <source>A title is needed.</source>
        <translation>題名が必要です。</translation>
    </message>
    <message>
        <source>Say what is to be done.</source>
        <translation>何をするかを書いてください。</translation>
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
        <translation>%1 前から、根拠: %2</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>依頼内容</translation>
    </message>
    <message>
        <source>accept when</source>
        <translation>受け入れ条件</translation>
    </message>
    <message>
        <source>   from %1 at %2</source>
        <translation>   %1 の %2 から</translation>
    </message>
    <message>
        <source>   work at %1</source>
        <translation>   作業は %1</translation>
    </message>
    <message>
        <source>repository</source>
        <translation>リポジトリ</translation>
    </message>
    <message>
        <source>%1, %2 ago</source>
        <translation>%1、%2 前</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>   sent back %1 of at most %2 times</source>
        <translation>   差し戻し %1 回（最大 %2 回）</translation>
    </message>
    <message>
        <source>submitted by</source>
        <translation>登録者</translation>
    </message>
    <message>
        <source>blueprint</source>
        <translation>ブループリント</translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <translation>%1 %2、%3</translation>
    </message>
    <message>
        <source>published</source>
        <translation>公開</translation>
    </message>
    <message>
        <source>branch %1 at %2</source>
        <translation>ブランチ %1（%2）</translation>
    </message>
</context>
<context>
    <name>signalbox::TaskPane</name>
    <message>
        <source>&amp;Cancel the task ...</source>
        <translation>タスクを中止(&amp;C) ...</translation>
    </message>
    <message>
        <source>The task stops, what it did is undone, and its machine is removed.</source>
        <translation>タスクは停止し、行ったことは取り消され、マシンは削除されます。</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>中止する</translation>
    </message>
    <message>
        <source>cancelled in the console</source>
        <translation>コンソールで中止</translation>
    </message>
    <message>
        <source>Send the task &amp;on</source>
        <translation>タスクを先へ送る(&amp;O)</translation>
    </message>
    <message>
        <source>Step to go on at</source>
        <translation>再開するステップ</translation>
    </message>
    <message>
        <source>Feedback for the agent (may be empty)</source>
        <translation>エージェントへのフィードバック（空でもよい）</translation>
    </message>
    <message>
        <source>Feedback for the agent</source>
        <translation>エージェントへのフィードバック</translation>
    </message>
    <message>
        <source>Send it &amp;on</source>
        <translation>先へ送る(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Cancel the task</source>
        <translation>タスクを中止(&amp;C)</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>%1 で</translation>
    </message>
    <message>
        <source>No task chosen</source>
        <translation>タスクが選ばれていません</translation>
    </message>
    <message>
        <source>J and K walk through the fleet; Ctrl+K finds everything.</source>
        <translation>J と K でフリートを移動、Ctrl+K ですべてが見つかります。</translation>
    </message>
    <message>
        <source>Reading task %1 ...</source>
        <translation>タスク %1 を読み込んでいます ...</translation>
    </message>
    <message>
        <source>&amp;Grant the task a larger budget ...</source>
        <translation>タスクにより大きな予算を与える(&amp;G)…</translation>
    </message>
    <message>
        <source>Raise its bud&amp;get ...</source>
        <translation>予算を増やす(&amp;G)…</translation>
    </message>
</context>
<context>
    <name>signalbox::TerminalPane</name>
    <message>
        <source>What you do in an attempt&apos;s machine can change its result. Who opens a terminal, and when, is in the audit log and in the task&apos;s log.</source>
        <translation>試行のマシンで行ったことは結果を変えることがあります。誰がいつ端末を開いたかは、監査ログとタスクのログに残ります。</translation>
    </message>
    <message>
        <source>Too much waits to be typed.</source>
        <translation>入力待ちが多すぎます。</translation>
    </message>
    <message>
        <source>%1 characters are too much to paste.</source>
        <translation>%1 文字は貼り付けるには多すぎます。</translation>
    </message>
    <message>
        <source>&amp;Open a terminal</source>
        <translation>端末を開く(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Close the terminal</source>
        <translation>端末を閉じる(&amp;C)</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>Task %1: %2</source>
        <translation>タスク %1: %2</translation>
    </message>
    <message>
        <source>The past has no terminals</source>
        <translation>過去に端末はありません</translation>
    </message>
    <message>
        <source>Go back to now to enter a machine.</source>
        <translation>マシンに入るには現在に戻ってください。</translation>
    </message>
    <message>
        <source>No machine can be entered</source>
        <translation>入れるマシンがありません</translation>
    </message>
    <message>
        <source>Only the machine of an attempt can be, while it runs.</source>
        <translation>入れるのは、実行中の試行のマシンだけです。</translation>
    </message>
    <message>
        <source>No terminal is open</source>
        <translation>開いている端末はありません</translation>
    </message>
    <message>
        <source>It runs as the agent&apos;s user, beside the agent&apos;s own session.</source>
        <translation>エージェントのユーザーとして、エージェント自身のセッションの横で動きます。</translation>
    </message>
    <message>
        <source>Close this terminal before you open one in %1.</source>
        <translation>%1 で開く前に、この端末を閉じてください。</translation>
    </message>
    <message>
        <source>Terminal in %1</source>
        <translation>%1 の端末</translation>
    </message>
    <message>
        <source>Open in %1, as the agent&apos;s user</source>
        <translation>%1 で開いています(エージェントのユーザー)</translation>
    </message>
    <message>
        <source>It is closed: %1</source>
        <translation>閉じました: %1</translation>
    </message>
    <message>
        <source>Opening a terminal in %1</source>
        <translation>%1 で端末を開いています</translation>
    </message>
    <message>
        <source>You closed it.</source>
        <translation>あなたが閉じました。</translation>
    </message>
</context>
<context>
    <name>signalbox::TerminalView</name>
    <message>
        <source>Terminal</source>
        <translation>端末</translation>
    </message>
    <message>
        <source>All keys go to the program. Ctrl and a digit goes to another pane, Ctrl+Shift+C copies, Ctrl+Shift+V pastes.</source>
        <translation>すべてのキーはプログラムに届きます。Ctrl と数字で別のペインへ、Ctrl+Shift+C でコピー、Ctrl+Shift+V で貼り付けます。</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>貼り付け(&amp;P)</translation>
    </message>
</context>
<context>
    <name>signalbox::TimeBar</name>
    <message>
        <source>One event &amp;back</source>
        <translation>1 つ前のイベント(&amp;B)</translation>
    </message>
    <message>
        <source>One event &amp;on</source>
        <translation>1 つ先のイベント(&amp;O)</translation>
    </message>
    <message>
        <source>Back to &amp;now</source>
        <translation>今に戻る(&amp;N)</translation>
    </message>
    <message>
        <source>Moment of the task&apos;s history</source>
        <translation>タスクの履歴の時点</translation>
    </message>
    <message>
        <source>Move back to see the task as it was then</source>
        <translation>左へ動かすと、その時のタスクが見られます</translation>
    </message>
    <message>
        <source>the past: event %1 of %2</source>
        <translation>過去: イベント %1/%2</translation>
    </message>
    <message>
        <source>now: event %1</source>
        <translation>現在: イベント %1</translation>
    </message>
    <message>
        <source>The &amp;whole fleet</source>
        <translation>フリート全体(&amp;W)</translation>
    </message>
    <message>
        <source>Move through the past of the whole fleet, not of this task alone</source>
        <translation>このタスクだけでなく、フリート全体の過去をたどります</translation>
    </message>
    <message>
        <source>Moment of the fleet&apos;s history</source>
        <translation>フリートの履歴の時点</translation>
    </message>
    <message>
        <source>Move back to see the whole fleet as it was then</source>
        <translation>左へ動かすと、その時のフリート全体が見られます</translation>
    </message>
    <message>
        <source>reading event %1 of %2 ...</source>
        <translation>イベント %1/%2 を読み込んでいます ...</translation>
    </message>
</context>
<context>
    <name>signalbox::TimelineModel</name>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>出来事</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>イベント</translation>
    </message>
</context>
<context>
    <name>signalbox::TimelinePane</name>
    <message>
        <source>Timeline</source>
        <translation>タイムライン</translation>
    </message>
    <message>
        <source>Enter or a double click shows the task as it was after that event</source>
        <translation>Enter かダブルクリックで、そのイベント直後のタスクを表示</translation>
    </message>
</context>
<context>
    <name>signalbox::Together</name>
    <message>
        <source>the evidence that stands is not the one that is asked about</source>
        <translation>今の証拠は、問われている証拠ではありません</translation>
    </message>
    <message>
        <source>the change that stands is not the one that is asked about</source>
        <translation>今の変更は、問われている変更ではありません</translation>
    </message>
    <message>
        <source>reading ...</source>
        <translation>読み込んでいます ...</translation>
    </message>
    <message>
        <source>all %1 passed</source>
        <translation>%1 件すべて合格</translation>
    </message>
    <message>
        <source>%1 of %2 passed; not: %3</source>
        <translation>%2 中 %1 が合格、不合格: %3</translation>
    </message>
    <message>
        <source>not recorded: %1</source>
        <translation>記録されませんでした: %1</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>選択済み</translation>
    </message>
    <message>
        <source>not marked</source>
        <translation>未選択</translation>
    </message>
    <message>
        <source>new or changed a moment ago: look at it, then mark it</source>
        <translation>新しいか、今変わったもの: 見てから選んでください</translation>
    </message>
    <message>
        <source>settled meanwhile, not by you</source>
        <translation>その間に他で片づきました</translation>
    </message>
    <message>
        <source>you have decided; others must still agree</source>
        <translation>あなたは決定済み。他の人の同意がまだ必要です</translation>
    </message>
    <message>
        <source>decided, on its way</source>
        <translation>決定済み、送信中</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>記録済み</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>記録されませんでした</translation>
    </message>
    <message>
        <source>Repository %1, step %2, blueprint %3; each needs %4 to agree</source>
        <translation>リポジトリ %1、ステップ %2、ブループリント %3。それぞれ %4 人の同意が必要</translation>
    </message>
    <message>
        <source>Passed by all: %1</source>
        <translation>すべてが合格: %1</translation>
    </message>
    <message>
        <source>Touched by all: %1</source>
        <translation>すべてが変更: %1</translation>
    </message>
    <message>
        <source>Trees: %1 different ones, each vote binds its own</source>
        <translation>ツリー: %1 種類、票はそれぞれのツリーに結びつきます</translation>
    </message>
    <message>
        <source>Not passed everywhere: %1</source>
        <translation>合格していないものがある: %1</translation>
    </message>
    <message>
        <source>Lines changed: from %1 to %2</source>
        <translation>変更行数: %1 から %2</translation>
    </message>
    <message>
        <source>binds tree %1, evidence %2</source>
        <translation>ツリー %1、証拠 %2 に結びつきます</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>タスク</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>ゲート</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>待ち時間</translation>
    </message>
    <message>
        <source>Your vote</source>
        <translation>あなたの票</translation>
    </message>
</context>
<context>
    <name>signalbox::TogetherView</name>
    <message>
        <source>Decisions that ask the same</source>
        <translation>同じ問いの決定</translation>
    </message>
    <message>
        <source>Space marks, Enter shows one by itself</source>
        <translation>スペースで選択、Enter で一件ずつ表示</translation>
    </message>
    <message>
        <source>Decisions that ask the same: %1, marked: %2</source>
        <translation>同じ問いの決定: %1 件、選択: %2 件</translation>
    </message>
</context>
<context>
    <name>signalbox::ToolCallBar</name>
    <message>
        <source>&amp;Allow this tool call</source>
        <translation>このツール呼び出しを許可(&amp;A)</translation>
    </message>
    <message>
        <source>Allow it in this &amp;task</source>
        <translation>このタスクで許可(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Deny this tool call</source>
        <translation>このツール呼び出しを拒否(&amp;D)</translation>
    </message>
    <message>
        <source>What the agent wants to do</source>
        <translation>エージェントがしようとしていること</translation>
    </message>
    <message>
        <source>What the agent is told (optional)</source>
        <translation>エージェントに伝えること(任意)</translation>
    </message>
    <message>
        <source>Exactly this, once</source>
        <translation>まさにこれを、一度だけ</translation>
    </message>
    <message>
        <source>Exactly this, whenever the agent asks for it in the rest of the task</source>
        <translation>まさにこれを、このタスクの残りでエージェントが求めるたびに</translation>
    </message>
    <message>
        <source>The agent wants to use %1 and waits for you</source>
        <translation>エージェントは %1 を使いたがっていて、あなたを待っています</translation>
    </message>
    <message>
        <source>The agent wants to use %1 and waits for you (first of %2)</source>
        <translation>エージェントは %1 を使いたがっていて、あなたを待っています(%2 件中の最初)</translation>
    </message>
    <message>
        <source>%1 risk: %2, in %3</source>
        <translation>リスク %1: %2、%3 内</translation>
    </message>
    <message>
        <source>%1 risk: %2, %3</source>
        <translation>リスク %1: %2、%3</translation>
    </message>
</context>
<context>
    <name>signalbox::TopBar</name>
    <message>
        <source>no machines: %1</source>
        <translation>マシンなし: %1</translation>
    </message>
    <message>
        <source>looking at what machines this host can run ...</source>
        <translation>このホストで動かせるマシンを調べています ...</translation>
    </message>
    <message>
        <source>NOT ISOLATED: tasks run as processes of this host</source>
        <translation>隔離なし: タスクはこのホストのプロセスとして動きます</translation>
    </message>
    <message>
        <source>hardware virtualization (kvm)</source>
        <translation>ハードウェア仮想化（kvm）</translation>
    </message>
    <message>
        <source>software emulation (%1), slower</source>
        <translation>ソフトウェアエミュレーション（%1）、低速</translation>
    </message>
    <message>
        <source>no image built yet</source>
        <translation>イメージはまだ作られていません</translation>
    </message>
    <message>
        <source>images: %1</source>
        <translation>イメージ: %1</translation>
    </message>
    <message>
        <source>%1 at work</source>
        <translation>%1 が稼働中</translation>
    </message>
    <message>
        <source>Search and commands   %1</source>
        <translation>検索とコマンド   %1</translation>
    </message>
    <message>
        <source>Search and commands</source>
        <translation>検索とコマンド</translation>
    </message>
    <message>
        <source>not isolated</source>
        <translation>隔離なし</translation>
    </message>
    <message>
        <source>NOT ISOLATED</source>
        <translation>隔離なし</translation>
    </message>
    <message>
        <source>Tasks run as processes of this host, without a virtual machine: for development only.</source>
        <translation>タスクは仮想マシンなしで、このホストのプロセスとして動きます。開発専用です。</translation>
    </message>
    <message>
        <source>alerts: %1</source>
        <translation>警告: %1</translation>
    </message>
    <message>
        <source>nothing needs you</source>
        <translation>あなたを必要とするものなし</translation>
    </message>
    <message>
        <source>needs you: %1</source>
        <translation>あなたが必要: %1</translation>
    </message>
    <message>
        <source>running: %1</source>
        <translation>実行中: %1</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失敗: %1</translation>
    </message>
    <message>
        <source>no machines</source>
        <translation>マシンなし</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>準備完了</translation>
    </message>
    <message>
        <source>core: %1, %2</source>
        <translation>コア: %1、%2</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>core: %1, connecting</source>
        <translation>コア: %1、接続中</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>切断</translation>
    </message>
    <message>
        <source>core: %1, connection lost</source>
        <translation>コア: %1、接続が切れました</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未接続</translation>
    </message>
    <message>
        <source>core: %1, not connected</source>
        <translation>コア: %1、未接続</translation>
    </message>
    <message>
        <source>%1 of %2 machines busy</source>
        <translation>マシン %2 台中 %1 台が使用中</translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 台待機</translation>
    </message>
    <message>
        <source>at most %1 of one repository</source>
        <translation>1 つのリポジトリにつき最大 %1</translation>
    </message>
    <message>
        <source>%1
You are %2 here: %3.</source>
        <translation>%1
ここでのあなたは %2: %3。</translation>
    </message>
</context>
<context>
    <name>signalbox::VisibleText</name>
    <message>
        <source> ... +%1 characters</source>
        <translation> ... さらに %1 文字</translation>
    </message>
</context>
<context>
    <name>signalbox::Welcome</name>
    <message>
        <source>Signalbox is ready for its first task</source>
        <translation>Signalbox は最初のタスクを待っています</translation>
    </message>
    <message>
        <source>For development only: tasks run as processes of this host, NOT in virtual machines.</source>
        <translation>開発専用: タスクは仮想マシンではなく、このホストのプロセスとして動きます。</translation>
    </message>
    <message>
        <source>Each task runs in a virtual machine of its own.</source>
        <translation>各タスクは専用の仮想マシンで動きます。</translation>
    </message>
    <message>
        <source> Gates check what the agent did, and you decide what is published.</source>
        <translation> ゲートがエージェントの作業を確かめ、何を公開するかはあなたが決めます。</translation>
    </message>
    <message>
        <source>No core to talk to</source>
        <translation>つながるコアがありません</translation>
    </message>
    <message>
        <source>Connecting to the core ...</source>
        <translation>コアに接続しています ...</translation>
    </message>
</context>
</TS>
