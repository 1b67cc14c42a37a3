# A linha de comandos do Toguna, em português.
# O que está entre acentos graves escreve-se tal como está e não se traduz.

## Ajuda

head-usage = Utilização:
head-commands = Comandos
head-arguments = Argumentos
head-options = Opções
head-global = Opções de todos os comandos
head-examples = Exemplos:

help-toguna =
    Espaços cifrados de ponta a ponta para coligações de defesa dos direitos humanos, sobre um retransmissor que nada pode ler.
help-toguna-after =
    `toguna COMANDO --help` diz mais sobre cada comando.
    Códigos de saída: 0 feito; 2 o que deu não está certo; 3 não permitido; 4 não existe; 5 a situação mudou, leia e tente de novo; 6 agora não, tente mais tarde; 7 algo está avariado.
    Um espaço (S) indica-se pelo título ou pelo identificador; basta um começo sem ambiguidade.
help-join = Entrar numa rede com a ligação que lhe deram
help-whoami = Dizer quem é este dispositivo, com a impressão digital que os colegas comparam
help-status = Dizer o que está por ler, o que espera e o que pede atenção
help-space = Fundar espaços, convidar pessoas, sair
help-space-create = Fundar um espaço; fica responsável por ele
help-space-list = Listar os seus espaços
help-space-show = Mostrar um espaço: os membros e o que espera por ser enviado
help-space-invite = Convidar colegas pelo nome
help-space-invitations = Listar os convites que esperam a sua resposta
help-space-accept = Aceitar um convite
help-space-decline = Recusar um convite
help-space-remove = Remover um membro; quem fica recebe chaves novas
help-space-refound = Refundar um espaço parado, sem quem o parou
help-space-refound-after = Quem pode ver por si que uma pessoa responsável age bem segue sem pergunta; às outras pessoas pergunta-se. O que se disse continua legível, e o que esperava envio é enviado no novo espaço. Se o comando for interrompido, execute-o de novo.
help-space-settle = Continuar num espaço depois de o comparar com colegas
help-space-settle-after = Quando foram mostradas histórias diferentes aos membros, o envio espera. Compare de viva voz; o que se encontrou fica guardado.
help-space-leave = Sair de um espaço
help-space-forget = Apagar o que este dispositivo guarda de um espaço de que saiu
help-space-forget-after = É preciso ter saído do espaço, ou ter sido removido dele. O que os outros guardam fica com eles. Não se pode recuperar.
help-space-close = Fazer apagar tudo o que o retransmissor guarda de um espaço, daqui a uma semana
help-space-close-after = Para responsáveis. Cada membro sabe-o logo e vê quem pediu. Até lá tudo continua, e `--withdraw` volta atrás. Depois nada se pode dizer, obter ou recuperar; o que os dispositivos dos membros leram fica neles até o esquecerem.
help-space-retention = Não guardar as mensagens mais do que um tempo, incluindo as já ditas
help-space-retention-after = Para responsáveis. De agora em diante as mensagens não vivem mais do que diz `--shorten`; as que daqui a uma semana forem mais antigas são então apagadas, no retransmissor e nos dispositivos dos membros. Cada membro sabe-o logo e vê quem pediu; até lá `--withdraw` volta atrás. Itens, ficheiros e registos ficam. Execute-o de novo para o que ainda não era bastante antigo. Sem opções, mostra quanto tempo as mensagens são guardadas.
help-space-role = Dar outro papel a um membro
help-space-rename = Dar outro título a um espaço
help-space-policy = Mostrar ou mudar o que os membros de um espaço acordaram
help-space-policy-after = Uma mensagem mantém a duração com que foi dita. Sem opções, a política só é mostrada.
help-space-history = Mostrar o que este dispositivo recebeu do tempo antes da sua chegada
help-space-history-after = O que os membros acordaram decide quanto é: veja `space policy`. O que foi concedido é lido de novo no retransmissor e comparado com o que os membros assinaram; antes disso nada conta.
help-space-update-keys = Renovar as chaves deste dispositivo num espaço
help-space-update-keys-after = Faça-o quando alguém puder ter copiado as chaves deste dispositivo: quem o fez não lê nada do que se disser depois.
help-say = Dizer algo num espaço
help-say-after = O código de saída 0 significa que o recibo assinado pelo retransmissor foi verificado e está no seu cofre. Um ficheiro dado com `--file` vai para a biblioteca, onde também o encontra quem chegar mais tarde, e fica lá quando a mensagem já não existe.
help-read = Ler um espaço, depois de ir buscar as novidades
help-read-after = Se o retransmissor não estiver acessível, vê o que este dispositivo guarda, e o código de saída é 6.
help-edit = Dar outras palavras à própria mensagem
help-delete = Apagar uma mensagem: a própria, ou como responsável a de qualquer pessoa
help-delete-after = Cada dispositivo honesto apaga-a. Quem a leu pode tê-la guardado noutro lugar.
help-react = Pôr um sinal numa mensagem
help-pin = Fixar uma mensagem para todo o espaço
help-thread = Mostrar uma mensagem e o seu fio
help-message-after = Uma mensagem é indicada pelo seu lugar no registo, como `toguna read` o mostra (12 ou #12), ou pelo início do seu identificador.
help-follow = Acompanhar um espaço, ou todos, até premir Ctrl-C
help-sync = Receber e enviar o que houver, uma vez
help-sync-after = O que esperava parte, o que é novo chega. O dispositivo de um recém-chegado lê também o tempo anterior, e continua onde foi interrompido.
help-library = Guardar o que fica: leis, sentenças, relatórios, e o que deles se sabe
help-library-add = Acrescentar um item à biblioteca de um espaço
help-library-add-after = Um texto em UTF-8 (.txt, .md) de 128 KiB no máximo fica no próprio item; qualquer outro ficheiro vai para o retransmissor, selado, até 4 GiB. Depois de uma interrupção, o mesmo comando continua onde parou. Sem título, o item chama-se como o ficheiro. Quem chegar mais tarde também o lê, salvo se os membros acordaram outra coisa.
help-library-attach = Trazer um ficheiro como versão mais recente de um item
help-library-attach-after = As versões anteriores ficam; `toguna library show S ITEM` enumera-as. Depois de uma interrupção, o mesmo comando continua onde parou.
help-library-detach = Retirar uma versão de um item
help-library-detach-after = A mais recente, se `--version` não disser outra. Se foi este dispositivo que trouxe o ficheiro, ele é também apagado no retransmissor, definitivamente. O que outros obtiveram podem ainda tê-lo, e fica no histórico que lá esteve.
help-library-keep-file = Fazer ficar um ficheiro que o retransmissor deve apagar
help-library-keep-file-after = Para responsáveis. Um ficheiro a apagar no retransmissor, pelo seu identificador tal como `library detach --at-relay` o disse, fica lá.
help-library-copy = Copiar um item para a biblioteca de outro espaço
help-library-copy-after = Os membros do outro espaço ficam a conhecê-lo com os seus ficheiros, e de onde vem: o espaço, o item, quem o acrescentou. Feito de novo, atualiza a cópia.
help-library-export = Escrever toda a biblioteca, um item por linha
help-library-export-after = Os mesmos bytes para cada membro que leu até aí. O que ainda espera ser enviado não está lá.
help-library-fields = Campos: abstract-ar abstract-de abstract-en abstract-fr abstract-pt citation copied-from countries court creators date instruments key languages licence organisation rights source tags terms text title type url. As listas (countries, creators, instruments, languages, rights, tags, terms) recebem um valor de cada vez.
help-library-get = Mostrar o texto de um item, ou escrever aqui o seu ficheiro
help-library-get-after = A versão mais recente, salvo se for pedida outra. O ficheiro ainda não pode existir. Deixa de estar protegido pela sua frase-passe.
help-library-history = Mostrar quem mudou um item, e quando
help-library-import = Acrescentar ficheiros, ou pastas deles
help-library-import-after = Feito de novo, muda só o que mudou. Um ficheiro que não se pode receber é nomeado; os outros são recebidos. As ligações não são seguidas, e nas pastas o que está oculto é deixado de lado.
help-library-index = Tornar pesquisável neste dispositivo o que dizem os ficheiros
help-library-index-after = O que acrescenta, abre ou obtém é lido logo. Isto vai buscar todos os outros documentos ainda não lidos: PDF, DOCX, OpenDocument, HTML, Markdown, texto. Interrompido, continua onde estava.
help-library-list = Mostrar o que há na biblioteca de um espaço
help-library-read-list = Manter listas de leitura: itens e passagens deles, por uma ordem
help-library-read-list-after = Uma passagem reconhece-se pelas suas palavras, e assim é reencontrada na versão seguinte. É comparada com o que este dispositivo leu por si: o que alguém apenas diz citar fica assinalado. As entradas têm os números com que são mostradas.
help-library-refer = Mostrar a que remete um item e o que remete para ele, ou remeter para outro
help-library-refer-after = Do item inteiro ou de uma passagem dele, para outro inteiro ou uma passagem: uma passagem reconhece-se pelas suas palavras, e é comparada com o que este dispositivo leu por si.
help-library-open = Abrir um item noutro programa, e apagar depois a cópia
help-library-open-after = A cópia fica na memória, numa pasta que só o seu utilizador pode ler, até o programa dado com `--with` terminar ou até carregar em Enter. O outro programa pode guardar vestígios seus.
help-library-set = Dizer mais de um item, ou outra coisa
help-library-set-after = Um valor vazio retira um campo.
help-library-show = Mostrar o que se sabe de um item
help-library-tag = Pôr palavras num item, ou tirá-las
help-search = Encontrar o que foi dito, pelas suas palavras
help-search-after = Todas as palavras têm de estar lá; «as palavras entre aspas» seguem-se umas às outras, e lib* é qualquer palavra que comece assim. Acentos, tashkil, o artigo árabe e maiúsculas não fazem diferença. Só este dispositivo é pesquisado, com o que já recebeu; ninguém fica a saber.
help-doctor = Examinar o cofre, o retransmissor, o relógio e os espaços
help-demo = Ver três defensoras conversar por um retransmissor verdadeiro e depois procurar nele cada palavra
help-demo-after = Tudo corre nesta máquina. O código de saída não é 0 se algo legível for encontrado no retransmissor.

example-join = Ler a ligação de um ficheiro, para que não fique no histórico do terminal
example-create = Fundar um espaço
example-list = Ver os seus espaços
example-invite = Convidar duas colegas, que depois podem escrever e convidar
example-remove = Remover um membro a partir de um script
example-refound = Continuar sem quem parou o espaço
example-forget = Não deixar nada de um espaço neste dispositivo
example-close = Fechar um espaço que cumpriu a sua função
example-close-withdraw = Deixá-lo aberto, afinal
example-retention = Fazer sair todas as mensagens com mais de um mês
example-retention-withdraw = Guardá-las, afinal
example-create-large = Fundar um espaço para mais de 150 dispositivos, sem cifra pós-quântica
example-role = Deixar alguém decidir consigo
example-policy = Fazer desaparecer as mensagens após uma semana
example-history = Ver se o passado de um espaço está completo
example-say = Dizer uma frase
example-say-stdin = Enviar o texto de um ficheiro
example-edit = Corrigir uma frase
example-react = Concordar com uma mensagem
example-say-reply = Responder a uma mensagem e nomear quem se tem em vista
example-say-file = Enviar uma mensagem de voz
example-read = Ler as últimas cinquenta entradas
example-read-accept = Aceitar todos os convites e depois ler
example-sync = Dizer cada passo
example-library-add = Acrescentar um texto com o que dele se sabe
example-library-attach = Substituir um rascunho pelo que foi publicado
example-library-detach = Retirar um rascunho
example-library-detach-relay = Fazer apagar um ficheiro que outra pessoa trouxe
example-library-keep-file = Voltar atrás no que foi pedido
example-library-cite = Dar as citações a outro programa
example-library-copy = Usar um texto num espaço de formação
example-library-export = Passar a biblioteca num ficheiro
example-library-get = Escrever um texto num ficheiro
example-library-get-version = Escrever uma versão anterior num ficheiro
example-library-history = Ver quem mudou um item
example-library-import = Acrescentar uma pasta de textos
example-library-index = Ler todos os documentos de um espaço, antes de partir
example-library-list = Listar o que tem uma etiqueta
example-library-open = Ler um item no programa habitual
example-library-open-with = Ler um relatório num programa à escolha
example-library-read-list = Mostrar uma lista, e onde estão agora as suas passagens
example-library-read-list-new = Começar uma lista para quem chega
example-library-read-list-quote = Pôr nela uma passagem, dizendo porquê
example-library-refer = Dizer em que passagem se apoia uma sentença
example-library-refer-show = Ver o que remete para um texto
example-library-set = Dizer de que artigo se trata, e quem o publicou
example-library-show = Mostrar um item
example-library-table = Ver o que uma tabela do Uwazi traria
example-library-archive = Receber um arquivo como o Uwazi os recebe: uma tabela chamada import.csv e os seus ficheiros
example-library-tag = Pôr duas palavras num item
example-search = Pesquisar num espaço
example-search-phrase = Encontrar uma expressão e o início de uma palavra, ditos este ano
example-search-save = Pesquisar, e guardar a pesquisa para a próxima vez
example-search-saved = Pesquisar o mesmo de novo
example-demo = Guardar tudo, para continuar depois à mão

arg-home = Pasta do seu cofre (ambiente: TOGUNA_HOME; senão a pasta de dados habitual)
arg-json = Responder em JSON, um objeto por linha; os erros também, na saída de erros
arg-passphrase-file = Ler a frase-passe deste ficheiro (ambiente: TOGUNA_PASSPHRASE_FILE; senão ser-lhe-á pedida)
arg-lang = Língua: ar, de, en, fr ou pt (ambiente: TOGUNA_LANG; senão a do seu sistema)
arg-proxy = Chegar ao retransmissor por este proxy SOCKS5, como o Tor: socks5://127.0.0.1:9050
arg-help = Mostrar esta ajuda
arg-version = Mostrar a versão
arg-link = A ligação de registo, ou `-` para a ler da entrada padrão
arg-own-handle = O nome pelo qual os colegas a vão encontrar; um pseudónimo é bem-vindo
arg-space = O espaço: o título, o identificador, ou um começo sem ambiguidade de um deles
arg-title = O título; só os membros o podem ler
arg-handles = Nomes das pessoas a convidar
arg-role = O que podem fazer: reader (ler), contributor (contribuir, o habitual) ou steward (ser responsável)
arg-hurry = Enviar os convites já, e não ao fim de 5 a 120 segundos; o retransmissor pode então adivinhar a que espaço pertencem
arg-no-wait-letters = Não esperar que os convites partam; um comando posterior envia-os
arg-invitation = O convite: o começo do identificador, ou o nome de quem convida
arg-removed = Nome do membro a remover
arg-list-all = Também espaços que continuam noutro
arg-refound-anyway = Também se alguém já o refundou, ou se poucas pessoas não conseguiram acompanhar a última alteração; então pergunta-se a toda a gente
arg-yes = Não pedir confirmação
arg-at-relay = Como responsável, fazer apagar o seu ficheiro no retransmissor daqui a uma semana, quem quer que o tenha trazido
arg-file-id = Um ficheiro pelo seu identificador: 32 dígitos hexadecimais
arg-withdraw = Retirar o pedido
arg-shorten = Quanto tempo vivem as mensagens, mesmo as já ditas: 1d, 7d, 30d, 90d ou 365d
arg-successor = Nome do membro que passa a responsável, se for a última pessoa a sê-lo
arg-large = Usar a cifra clássica, que admite até 2 000 dispositivos; a pós-quântica admite 150
arg-role-handle = Nome do membro
arg-role-new = O novo papel: reader (ler), contributor (contribuir) ou steward (ser responsável)
arg-title-new = O novo título; só os membros o podem ler
arg-newcomers = O que os recém-chegados podem ler de antes: full (tudo) ou from-join (nada)
arg-lifetime = Duração das mensagens, nos dispositivos e no retransmissor: keep (sem fim), 1d, 7d, 30d, 90d ou 365d
arg-era-age = Idade em que a chave dos novos documentos é renovada, por exemplo 12h ou 7d
arg-heal = Renovar também a chave que sela os documentos
arg-text = O que dizer; sem isto, lê-se a entrada padrão
arg-anyway = Enviar embora aos membros tenham sido mostradas histórias diferentes
arg-no-wait-say = Apenas pôr na caixa de saída; um comando posterior envia
arg-wait-say = Quanto tempo esperar pelo recibo de um retransmissor mudo, por exemplo 30s ou 2m (senão 10s, por um proxy 30s); depois a mensagem fica na caixa de saída
arg-last = Mostrar as últimas N entradas (habitualmente 20)
arg-all = Mostrar tudo o que este dispositivo guarda
arg-offline = Não contactar o retransmissor
arg-accept = Aceitar primeiro todos os convites que esperam
arg-message = A mensagem: o seu lugar, por exemplo 12, ou o início do seu identificador
arg-text-new = As novas palavras
arg-sign = Um emoji ou uma palavra curta
arg-undo = Tirá-lo de novo
arg-reply = A mensagem a que esta responde
arg-say-file = Um ficheiro de que falam as palavras, ou que as substitui; pode repetir-se
arg-thread = A mensagem a cujo fio esta pertence
arg-to = Nome de um membro que se tem em vista; pode repetir-se
arg-tell-read = Dizer aos membros até onde leu
arg-words = As palavras a procurar
arg-progress = Dizer o progresso depois de cada espaço
arg-atomic = Não receber nada de uma tabela se uma linha não puder ser recebida
arg-dry-run = Dizer só o que se faria
arg-file = Um ficheiro
arg-format = jsonl (tudo, um item por linha), csv (uma tabela), ris, bibtex ou csl-json
arg-item = O item: o seu título, ou o início do seu identificador
arg-item-date = Quando foi feito: 1948, 1948-12, 1948-12-10, 2019-05/2020
arg-list = A lista: o seu título, ou o início do seu identificador; todas as listas se não for dita
arg-list-new = Começar a lista se não houver nenhuma com esse título
arg-list-add = Pôr um item no fim da lista
arg-quote = Não o item inteiro, mas a passagem com estas palavras
arg-page = A página onde está a passagem, se as palavras aparecerem várias vezes
arg-note = O que dizer da entrada; vazio retira-o
arg-list-entry = A entrada de que fala --note
arg-list-move = Mover uma entrada para o lugar dado com --to
arg-list-to = O lugar para onde é movida
arg-list-remove = Tirar uma entrada da lista; o item fica
arg-list-rename = Dar outro nome à lista
arg-list-delete = Retirar toda a lista; os itens ficam
arg-refer-to = O item para que remeter: o seu título, ou o início do seu identificador
arg-from-quote = A passagem que remete, pelas suas palavras; senão o item inteiro
arg-refer-note = O que dizer disso
arg-refer-remove = Retirar uma remissão, pelo seu número
arg-search-save = Guardar esta pesquisa com um nome, só neste dispositivo
arg-search-saved = Pesquisar o que foi guardado com um nome; as opções dadas prevalecem
arg-search-list = Mostrar as pesquisas guardadas
arg-search-forget = Esquecer uma pesquisa guardada
arg-paths = Ficheiros, pastas deles, ou tabelas (.csv)
arg-remove-tag = Tirá-las em vez de as pôr
arg-set = Um campo e o seu valor
arg-tag = Uma palavra para o encontrar
arg-to-file = O ficheiro a escrever, ou a pasta onde o escrever
arg-version-of-item = Que versão; a mais recente se não for dito
arg-text-only = O texto, mesmo que haja um ficheiro
arg-to-space = O espaço para onde o copiar
arg-with-tag = Só os itens com esta etiqueta
arg-with-program = Abrir com este programa, e esperar que termine
arg-insecure-temp = Onde não há pasta em memória: no disco, onde podem ficar vestígios
arg-in-space = Só neste espaço
arg-from = Só o que esta pessoa disse
arg-search-kind = Só mensagens (message) ou só itens das bibliotecas (item)
arg-since = Só o que foi dito neste dia ou depois (2026-11-23)
arg-until = Só o que foi dito neste dia ou antes
arg-limit = No máximo tantos, os melhores primeiro; senão 20
arg-follow-space = O espaço; sem isto, todos os espaços
arg-keep = Guardar os cofres e o retransmissor nesta pasta, e dizer como continuar

## Palavras

role-reader = leitura
role-contributor = contribuição
role-steward = responsável
role-none = nenhum papel
state-founding = em fundação
state-joining = a entrar
state-active = ativo
state-closed = fechado
state-leaving = de saída
state-left = saiu
state-removed = foi removido dele
state-succeeded = continua noutro espaço
state-wedged = parado
suite-post-quantum = pós-quântica (ML-KEM-768 com X25519)
suite-classical = clássica (X25519), para espaços grandes
newcomers-full = tudo
newcomers-from-join = o que vem depois da sua chegada
lifetime-keep = sem fim
span-days = { $count ->
    [one] { $count } dia
   *[other] { $count } dias
}
span-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
field-era-max-age = idade das eras
field-handle = nome
field-text = texto
field-title = título
field-handles = lista de nomes
field-attachments = anexos
field-mentions = menções
field-sign = sinal
entry-answers = responde a { $who } { $place }: { $text }
entry-for = para { $people }
entry-file = ficheiro: { $name }, { $size }
entry-file-item = ficheiro: { $name }, { $size }, na biblioteca: { $item }
entry-edited = alterada
entry-pinned = fixada
entry-by = ({ $people })
word-you = você
word-unknown = pessoa desconhecida
word-queued = ainda não enviado
detail-seconds-apart = segundos de diferença
detail-fewest = chaves à espera, no mínimo
detail-wanted = pretendidas
detail-spaces = espaços
detail-waiting = à espera

## Perguntas

ask-passphrase = Frase-passe:
ask-passphrase-new = Escolha uma frase-passe (ninguém a pode recuperar por si):
ask-passphrase-again = A mesma frase-passe outra vez:
ask-remove = Remover { $handle } de “{ $title }”? Quem fica recebe chaves novas; { $handle } não lerá mais nada de novo. [s/N]
ask-leave = Sair de “{ $title }”? Não lerá mais nada de novo ali. [s/N]
ask-forget = Apagar tudo o que este dispositivo guarda de “{ $title }”? Não se pode recuperar. [s/N]
ask-close = Fazer apagar daqui a uma semana, para todos os membros, tudo o que o retransmissor guarda de “{ $title }”? [s/N]
ask-retention = De agora em diante as mensagens em “{ $title }” vivem: { $what }. { $count ->
    [one] 1 mensagem é apagada para todos os membros daqui a uma semana.
   *[other] { $count } mensagens são apagadas para todos os membros daqui a uma semana.
 } Continuar? [s/N]
ask-detach = Retirar para todos a versão { $version } de “{ $title }”, { $file }?
ask-list-delete = Retirar para todos a lista de leitura “{ $title }”?
ask-steward = Tornar { $handle } responsável por “{ $title }”? Quem é responsável decide tudo e pode remover também quem lê isto. [s/N]
ask-own-role = Mudar o seu próprio papel em “{ $title }” para { $role }? Só uma pessoa responsável o pode devolver. [s/N]
ask-delete = Apagar esta mensagem em todos os dispositivos? [s/N]
ask-done-reading = Carregue em Enter quando terminar; a cópia é então apagada.
ask-settle = Comparou “{ $title }” com colegas por outra via e quer continuar? [s/N]
ask-refound = Refundar “{ $title }” com { $count } dos outros membros, sem { $who }? [s/N]
ask-refound-all = Refundar “{ $title }” com todos os { $count } outros membros? Ninguém sabe quem o parou. [s/N]
ask-yes-words = s sim y

## Respostas

out-joined = É { $handle } no retransmissor { $endpoint }.
out-joined-next = A seguir: `toguna space create TÍTULO`, ou espere um convite: `toguna space invitations`.
out-handle = Nome: { $handle }
out-relay = Retransmissor: { $endpoint }
out-account = Conta: { $id }
out-device = Dispositivo: { $id }
out-fingerprint = Impressão digital: { $digits }
out-compare = Compare a impressão digital com os seus colegas cara a cara ou de viva voz, não por esta rede.
out-status-unread = { $count ->
    [0] Nada por ler (espaços: { $spaces }).
    [one] { $count } entrada por ler (espaços: { $spaces }).
   *[other] { $count } entradas por ler (espaços: { $spaces }).
}
out-status-messages = { $count ->
    [0] Nenhuma mensagem espera por ser enviada.
    [one] { $count } mensagem espera por ser enviada.
   *[other] { $count } mensagens esperam por ser enviadas.
}
out-status-letters = { $count ->
    [0] Nenhuma carta espera por ser enviada.
    [one] { $count } carta espera por ser enviada.
   *[other] { $count } cartas esperam por ser enviadas.
}
out-status-invitations = { $count ->
    [0] Nenhum convite espera a sua resposta.
    [one] { $count } convite espera a sua resposta: `toguna space invitations`.
   *[other] { $count } convites esperam a sua resposta: `toguna space invitations`.
}
out-alarm = Atenção, “{ $title }”: { $what }
out-alarm-by = { $what } (assinado por { $who })
alarm-commit-invalid-committer = um membro fez uma alteração que ninguém pode fazer; o espaço parou
alarm-commit-invalid-nobody = chegou uma alteração que ninguém pode fazer, e não se vê quem a fez; o espaço parou
alarm-commit-invalid-outsider = chegou uma alteração que ninguém pode fazer, de alguém que não é membro e que tem a chave do dispositivo de um membro; o espaço parou
alarm-commit-malformed = chegou uma alteração que não se consegue ler; o espaço parou
alarm-member-contradicts = um membro apresentou duas coisas diferentes como uma só; a segunda foi recusada. Pergunte a esse membro por outro canal
alarm-member-oversteps = um membro escreveu o que não lhe é permitido; todos os dispositivos o recusaram. Uma pessoa responsável pelo espaço pode remover esse membro
alarm-needs-re-add = este dispositivo já não consegue acompanhar; pede a quem está no espaço que o reponha, o que acontece quando alguém estiver em linha
alarm-not-healed = este dispositivo renovou as suas chaves há mais de um dia e o registo não o mostra; quem copiou as antigas continua a ler: compare com colegas e pense noutro retransmissor
alarm-relay-forked = o retransmissor assinou uma história e mostra outra
alarm-relay-lied = o retransmissor contradiz o que tinha assinado, ou a sua própria história; nada disso foi aceite. Avise os colegas por outro canal
alarm-relay-withholds = o retransmissor retém aquilo de que já tinha dado recibo
alarm-space-refounded = alguém refundou este espaço, e este dispositivo não pode julgar por si se está certo; veja `toguna space invitations`
alarm-sync-failed = não foi possível atualizar o espaço; execute `toguna doctor`
alarm-vault-put-back = há neste espaço palavras em seu nome que este dispositivo não conhece: os seus dados vêm de uma cópia mais antiga, ou um membro finge; ele renova as suas chaves antes de dizer o que quer que seja
alarm-views-differ = foram mostradas histórias diferentes aos membros; o retransmissor ou um deles não é honesto
out-space-created = O espaço “{ $title }” existe; é responsável por ele. O identificador começa por { $id }.
out-space-created-next = A seguir: `toguna space invite { $id } NOME`
out-space-none = Ainda não pertence a nenhum espaço.
out-members = { $count ->
    [one] { $count } membro
   *[other] { $count } membros
}
out-unread = { $count ->
    [0] nada por ler
   *[other] { $count } por ler
}
out-unconfirmed = Ainda por confirmar: além do retransmissor e de { $inviter }, ninguém lhe mostrou esta história.
out-only-inviter = Visto até agora só por { $inviter } e por si.
out-show-id = Identificador: { $id }
out-show-state = Estado: { $state }
out-show-role = O seu papel: { $role }
out-show-epoch = Época: { $epoch }
out-show-suite = Cifra: { $suite }
out-show-people = Membros:
out-show-waiting = À espera de envio:
out-devices = { $count ->
    [one] { $count } dispositivo
   *[other] { $count } dispositivos
}
out-keys-renewed = Chaves renovadas: { $when }
out-keys-not-renewed = Chaves não renovadas desde que este dispositivo está no espaço
out-invited = Convite para: { $handle }
out-already = Já é membro: { $handle }
out-letters-left = Os convites partiram.
out-letters-waiting = { $count ->
    [one] { $count } carta espera; o próximo comando que chegue ao retransmissor envia-a.
   *[other] { $count } cartas esperam; o próximo comando que chegue ao retransmissor envia-as.
}
out-progress-letters = { $count ->
    [one] { $count } carta ainda espera os seus 5 a 120 segundos, tirados à sorte…
   *[other] { $count } cartas ainda esperam os seus 5 a 120 segundos, tirados à sorte…
}
out-progress-sync = A receber: { $done } de { $spaces } espaços, { $entries } entradas…
out-invitation = { $id }  de { $inviter }, { $when }
out-invitation-succeeds =           dá continuidade a “{ $title }”: { $why }
out-doubt-competing = já continua noutro
out-doubt-not-a-steward = quem responde por ele não era lá responsável. Pergunte por outro canal
out-doubt-not-as-agreed = os membros ou as regras não são os do espaço parado. Pergunte por outro canal
out-doubt-not-verified = este dispositivo não pode ver por si se está certo. Pergunte por outro canal
out-doubt-not-stopped = mas aquele espaço não parou aqui. Pergunte por outro canal
out-doubt-none = este dispositivo segue por si na próxima sincronização
out-invitations-none = Nenhum convite à espera.
out-invitations-next = Responda com `toguna space accept ID` ou `toguna space decline ID`.
out-accepted = Está agora em “{ $title }”.
out-declined = Convite recusado.
out-removed = { $handle } já não é membro de “{ $title }”.
out-refound-offered = { $who } já o refundou: `toguna space invitations`.
out-refounded = “{ $title }” continua num novo espaço.
out-refound-left-out = De fora: { $who }
out-refound-brought = Vem também: { $handle }
out-refound-missing = Não foi possível acrescentar agora: { $who }. Convide esta pessoa quando o seu dispositivo tiver estado em linha.
out-left = Pediu para sair de “{ $title }”; um membro que fica conclui a saída.
out-forgotten = Este dispositivo já não guarda nada de “{ $title }”.
out-closes = fecha a { $day }
out-show-no-steward-key = Este dispositivo ainda não recebeu a chave dos responsáveis: não pode pedir o fecho do espaço.
out-closing = “{ $title }” fecha em { $day }: o retransmissor apaga então tudo o que guarda dele.
out-closing-withdrawn = “{ $title }” fica aberto.
out-erasing = As mensagens mais antigas são apagadas em { $day }, no retransmissor e nos dispositivos dos membros.
out-erasing-none = Não há mensagens a apagar a pedido.
out-said = Dito, e registado pelo retransmissor como entrada { $seq }.
out-queued = Na caixa de saída; parte com o próximo comando que chegue ao retransmissor.
out-empty = Ainda nada para ler.
out-nothing-found = Nada encontrado neste dispositivo.
out-unreachable = Não se consegue chegar ao retransmissor; eis o que o dispositivo guarda.
out-following = A acompanhar. Ctrl-C para parar.
out-offline = Perdeu-se a ligação; a tentar de novo…
out-online = De novo em linha.
out-new-invitation = Um convite de { $inviter }: `toguna space accept { $id }`
out-file-open-to-others = Outras pessoas nesta máquina podem ler o ficheiro da frase-passe; retire-lhes esse direito: chmod 600
event-arrived = Já pode ler: { $who }
event-joined = Novos membros, por { $who }: { $people }
event-gone = Já não está: { $people }
out-role-changed = { $handle } tem agora este papel em “{ $title }”: { $role }.
out-renamed = O espaço chama-se agora “{ $title }”.
out-show-newcomers = Os recém-chegados leem: { $what }
out-show-lifetime = Duração das mensagens: { $what }
out-show-era-age = As chaves dos documentos renovam-se após: { $what }
out-history-founder = Nada foi escrito neste espaço antes de este dispositivo estar nele.
out-history-progress = A ler o tempo antes deste dispositivo: { $read } de { $of }
out-history-reading = O tempo antes deste dispositivo está a ser lido: { $read } de { $count }. Nada conta antes de ser verificado.
out-history-refused = O que o retransmissor mostra do tempo antes deste dispositivo não é o que os membros assinaram. Nada disso conta; a próxima sincronização tenta de novo. Compare com colegas.
out-history-whole = { $count ->
    [one] Tudo o que vem de antes da chegada deste dispositivo foi lido e verificado: { $count } entrada.
   *[other] Tudo o que vem de antes da chegada deste dispositivo foi lido e verificado: { $count } entradas.
}
out-history-withheld = { $count ->
    [one] O que se escreveu antes da chegada deste dispositivo não lhe é dado: { $count } entrada. Assim acordaram os membros.
   *[other] O que se escreveu antes da chegada deste dispositivo não lhe é dado: { $count } entradas. Assim acordaram os membros.
}
out-synced = Entradas novas: { $entries }. Enviadas: { $sent }. Lidas do tempo anterior: { $replayed }. Convites novos: { $invitations }.
out-import-added = Acrescentado: { $file }
out-import-changed = Mudado: { $file }
out-import-progress = A receber: { $done } de { $of } ficheiros…
out-upload-progress = A enviar: { $percent } % de { $size }…
out-file-fault = { $file }: { $fault }
out-fetch-progress = A receber: { $percent } % de { $size }…
out-copy-progress = A copiar: { $percent } % de { $size }…
out-import-refused = Não recebido: { $file }
out-import-unchanged = Sem mudança: { $file }
out-item-added = “{ $title }” está na biblioteca.
out-item-changed = “{ $title }” foi mudado.
out-item-version = versão { $version }, { $size }
out-item-on-list = na lista de leitura “{ $title }”
out-detached = A versão { $version } de “{ $title }” foi retirada.
out-detached-deleted = O seu ficheiro foi apagado no retransmissor.
out-detached-stays = O seu ficheiro está ainda no retransmissor, ilegível para ele: quem o trouxe pode apagá-lo lá, com o dispositivo com que o trouxe.
out-detached-goes = O retransmissor apaga o seu ficheiro daqui a uma semana, quem quer que o tenha trazido. Para voltar atrás: toguna library keep-file S { $id }
out-file-kept = O ficheiro fica no retransmissor.
out-index-progress = A ler o ficheiro { $number } de { $of }, { $size }…
out-index-item = “{ $title }”: { $text }
out-indexed = { $of ->
    [0] Todos os documentos já estavam lidos.
   *[other] Já se pode pesquisar em { $read } de { $of } ficheiros.
}
out-found-in-file = em { $file }
out-found-on-page = em { $file }, página { $page }
text-unread = O que diz o ficheiro ainda não foi lido neste dispositivo; “toguna library index” fá-lo.
text-whole = Pode-se pesquisar no que diz o ficheiro.
text-cut = Só se pode pesquisar no início do que diz o ficheiro: é muito longo.
text-unknown = Não se pode pesquisar no que diz o ficheiro: não é um tipo de documento que aqui se leia.
text-no-words = Não se pode pesquisar no que diz o ficheiro: não contém palavras. Talvez seja uma digitalização.
text-damaged = Não se pode pesquisar no que diz o ficheiro: está danificado.
text-locked = Não se pode pesquisar no que diz o ficheiro: está protegido por uma palavra-passe.
text-too-much = Não se pode pesquisar no que diz o ficheiro: é demasiado grande, ou fica-o ao ser descomprimido.
text-failed = Não se pode pesquisar no que diz o ficheiro: lê-lo exigiu demasiada memória ou tempo, ou o leitor falhou. Tenha cuidado com ele se não souber de onde vem.
out-library-empty = Ainda não há nada na biblioteca.
out-list-deleted = A lista de leitura “{ $title }” foi retirada.
out-no-lists = Ainda não há listas de leitura neste espaço.
out-list-entries = { $entries ->
    [one] 1 entrada
   *[other] { $entries } entradas
 }
out-entry-missing = um item que não está nesta biblioteca, que este dispositivo saiba
out-quote = «{ $quote }»
out-passage-page = página { $page }
out-passage-earlier = já não na versão mais recente; na versão { $version }
out-passage-earlier-page = já não na versão mais recente; na versão { $version }, página { $page }
out-passage-unread = não verificado: o ficheiro não foi lido neste dispositivo, ou não inteiro; “toguna library index” lê-o
out-passage-nowhere = não está lá: o item não diz tal coisa, no que este dispositivo consegue ler
out-refers-to = remete para
out-referred-by = citado por
out-from-quote = de
out-to-quote = para
out-search-forgotten = A pesquisa “{ $name }” foi esquecida.
out-no-searches = Não há pesquisas guardadas neste dispositivo.
out-table-done = Linhas acrescentadas: { $added }, mudadas: { $changed }, sem mudança: { $unchanged }, recusadas: { $refused }.
out-table-passed-over = Colunas que aqui nada dizem: { $columns }
out-table-refused = Linha { $line }: { $why }
out-table-refused-column = Linha { $line } { $column }: { $why }
why-no-date = sem data numa forma conhecida
why-no-file = o arquivo não tem tal ficheiro
why-no-title = sem título
why-not-a-table = não é uma linha da tabela
why-repeated = a sua chave já está mais acima
why-too-long = demasiado longo
why-too-many = demasiadas linhas
why-unreadable = o ficheiro não se pode tirar do arquivo: está danificado, cifrado ou comprimido de modo invulgar
out-written = “{ $title }” foi escrito.
out-saved = “{ $title }” foi escrito em { $file }.
out-keys-updated = Este dispositivo tem novas chaves em “{ $title }”.
event-role = Novo papel de { $person }, dado por { $who }: { $role }
event-renamed = O espaço chama-se agora “{ $title }” (nomeado por { $who })
event-newcomers = O que leem os recém-chegados, decidido por { $who }: { $what }
event-lifetime = Duração das mensagens, decidida por { $who }: { $what }
event-era-age = Renovação das chaves dos documentos, decidida por { $who }: após { $what }
event-closing = { $who } pediu para fechar este espaço: uma semana depois, o retransmissor apaga tudo o que guarda dele.
event-stays-open = { $who } retirou o pedido: este espaço fica aberto.
event-erasing = { $who } pediu para apagar as mensagens mais antigas: saem uma semana depois, no retransmissor e nos dispositivos dos membros.
event-kept = { $who } retirou o pedido: as mensagens mais antigas ficam.
event-file-goes = { $who } pediu para apagar um ficheiro: sai do retransmissor uma semana depois.
event-file-stays = { $who } voltou atrás: o ficheiro fica no retransmissor.
out-edited = Alterada.
out-deleted = Apagada.
out-reacted = O seu sinal está na mensagem.
out-pinned = Fixada para todos.
out-undone = Retirado.
event-deleted = Uma mensagem de { $who } foi apagada.
out-settled = Continua em “{ $title }”; o que se encontrou fica guardado.
out-contradiction = Entrada { $seq }: a { $who } tinha sido mostrada outra história até à entrada { $place }.
out-contradiction-members = Entrada { $seq }: a { $who } tinham sido mostrados outros membros.
out-contradiction-agree = { $count ->
    [one] Outro membro assinou depois o que este dispositivo lá viu.
   *[other] { $count } outros membros assinaram depois o que este dispositivo lá viu: { $who } está só, ou vê coisa diferente de toda a gente.
}
event-unknown = Aconteceu algo que esta versão não sabe mostrar; uma mais recente talvez saiba.

## O exame

outcome-good = bem
outcome-warning = ver
outcome-bad = mal
check-vault = O cofre abre e está inteiro
check-vault-hint = Copie a pasta para lugar seguro antes de fazer mais nada e depois peça ajuda.
check-vault-wrong-passphrase-hint = Uma frase-passe mal escrita e um ficheiro `slots` danificado parecem iguais; ninguém os pode distinguir. Primeiro tente de novo, com outro teclado se possível. Se a frase-passe está certamente certa: copie a pasta inteira e depois reponha o ficheiro `slots`, e só esse, a partir de uma cópia anterior desta pasta. Sem cópia anterior ninguém pode abrir este cofre: peça uma nova ligação ao operador, e aos colegas que removam este dispositivo e o convidem de novo.
check-relay-reachable = O retransmissor responde
check-relay-reachable-hint = Verifique a rede e, se usar um, o proxy. O que disser entretanto espera na caixa de saída.
check-relay-key = O retransmissor prova ser o da sua ligação
check-relay-key-hint = Pode haver alguém entre si e o retransmissor. Pergunte ao operador por outro canal antes de continuar.
check-clock = O relógio deste dispositivo está de acordo com o do retransmissor
check-clock-hint = Acerte o relógio do dispositivo; o retransmissor recusa pedidos com mais de cinco minutos de diferença.
check-key-packages = Os colegas podem convidar este dispositivo
check-key-packages-hint = Execute um comando que chegue ao retransmissor; ele publica chaves novas.
check-spaces = Os espaços estão em ordem
check-spaces-hint = `toguna space list` diz qual não está. Compare com um colega por outro canal.
check-outbox = Nada está preso na caixa de saída
check-outbox-hint = `toguna space show S` diz o que espera.
check-letters = Nenhuma carta está presa
check-letters-hint = Execute `toguna space invitations` quando houver retransmissor; isso envia também as suas cartas.
out-doctor-well = Está tudo bem.

## Erros: o que aconteceu e o que fazer

fault-already-member = Esta pessoa já é membro.
fault-already-member-hint = Não é preciso fazer nada; `toguna space show S` lista os membros.
fault-broken = Algo se contradiz dentro deste programa.
fault-broken-hint = Execute `toguna doctor`; se voltar a acontecer, comunique-o, sem enviar o seu cofre.
fault-commit-unnamed = O retransmissor pergunta que dispositivo altera este espaço, e este dispositivo não o disse.
fault-commit-unnamed-hint = Verifique a data deste dispositivo. O espaço continua um que foi parado e, durante 30 dias, cada alteração nele diz o seu dispositivo.
fault-date-invalid = Isso não é uma data: { $field }.
fault-date-invalid-hint = Dê um ano, um mês ou um dia, ou um intervalo: 1948, 1948-12, 1948-12-10, 2019-05/2020.
fault-disk-full = O disco está cheio.
fault-disk-full-hint = Nada se perdeu. Liberte espaço e tente de novo.
fault-empty-text = Não há nada para dizer.
fault-empty-text-hint = Dê o texto depois do espaço, ou pela entrada padrão.
fault-entry-unknown = Não há essa entrada na lista.
fault-entry-unknown-hint = `toguna library read-list S LIST` mostra-as com os seus números.
fault-file-changed = O ficheiro mudou enquanto era lido.
fault-file-changed-hint = Feche o programa que o escreve e tente de novo.
fault-file-gone = O retransmissor não tem (ou já não tem) este ficheiro.
fault-file-gone-hint = Quem o trouxe pode trazê-lo de novo com `toguna library attach`.
fault-file-invalid = O ficheiro não é aquele que o seu autor assinou.
fault-file-invalid-hint = Nada dele foi escrito. `toguna library history S ITEM` diz quem o trouxe; pergunte-lhe.
fault-file-unknown = O item não tem essa versão.
fault-file-unknown-hint = `toguna library show S ITEM` enumera as suas versões.
fault-file-unreadable = Um ficheiro não se consegue ler.
fault-file-unreadable-hint = Verifique o nome e as permissões.
fault-file-unwritable = O ficheiro não se consegue escrever.
fault-file-unwritable-hint = Escolha um nome que ainda não exista, numa pasta onde possa escrever.
fault-files-full = Os ficheiros deste espaço não têm mais lugar no retransmissor; o limite é de { $limit } bytes.
fault-files-full-hint = O que foi começado e nunca acabado desaparece ao fim de 7 dias. Peça mais lugar ao operador, ou funde outro espaço.
fault-handle-invalid = Este nome não pode ser usado.
fault-handle-invalid-hint = Use letras e algarismos de qualquer escrita, com espaços e . - _ ’ entre eles.
fault-handle-taken = Outra pessoa neste retransmissor já tem esse nome.
fault-handle-taken-hint = Escolha outro; a ligação continua válida.
fault-home-exists = Esta pasta já tem um cofre.
fault-home-exists-hint = Use-o como está, ou indique outra pasta com `--home`.
fault-home-unusable = Não se consegue ler ou escrever na pasta do cofre.
fault-home-unusable-hint = Verifique de quem é a pasta e as permissões, ou indique outra com `--home`.
fault-invitation-gone = Este convite já foi respondido, ou expirou.
fault-invitation-gone-hint = Peça um novo convite.
fault-invitation-unknown = Nenhum convite desses espera aqui.
fault-invitation-unknown-hint = `toguna space invitations` lista os que esperam.
fault-item-ambiguous = Mais de um item responde a isso.
fault-item-ambiguous-hint = Dê mais do título, ou o início do identificador.
fault-item-unknown = Não há esse item na biblioteca.
fault-item-unknown-hint = `toguna library list S` mostra o que há.
fault-item-untitled = Um item precisa de um título.
fault-item-untitled-hint = Dê-o com `--title`, ou um ficheiro cujo nome ele toma.
fault-key-package-refused = As chaves do seu colega, tal como o retransmissor as deu, não passaram nas verificações; ninguém foi acrescentado.
fault-key-package-refused-hint = Peça ao seu colega que execute `toguna doctor`, comparem as impressões digitais e tente de novo.
fault-key-packages-old = As chaves que o dispositivo do seu colega deixou no retransmissor são demasiado antigas para servir; ninguém foi acrescentado.
fault-key-packages-old-hint = O dispositivo não aparece lá há quase três meses, ou o retransmissor retém as chaves mais recentes. Peça ao seu colega que execute uma vez `toguna space invitations` e convide de novo.
fault-last-steward = A última pessoa responsável não pode sair sem deixar quem lhe suceda.
fault-last-steward-hint = Indique alguém com `--successor NOME`.
fault-link-expired = Esta ligação expirou.
fault-link-expired-hint = Peça uma nova ao operador.
fault-link-malformed = Isto não é uma ligação de registo completa.
fault-link-malformed-hint = Copie-a de novo, de `toguna://` até ao último carácter; a parte depois de # não pode ficar cortada.
fault-link-other-relay = Esta pasta pertence a um retransmissor diferente do da ligação.
fault-link-other-relay-hint = Indique outra pasta com `--home`.
fault-link-too-new = Esta ligação foi feita para uma versão mais recente deste programa.
fault-link-too-new-hint = Instale a versão mais recente e tente de novo.
fault-link-used = Alguém já usou esta ligação.
fault-link-used-hint = Se não foi você, avise já o operador; peça uma nova ligação.
fault-link-withdrawn = O operador retirou esta ligação.
fault-link-withdrawn-hint = Peça uma nova.
fault-list-ambiguous = Mais de uma lista de leitura responde a isso.
fault-list-ambiguous-hint = Dê mais do título, ou o início do identificador.
fault-list-unknown = Não há essa lista de leitura neste espaço.
fault-list-unknown-hint = `toguna library read-list S` mostra o que há; `--new` começa uma.
fault-message-unknown = Essa mensagem não existe, ou não lhe cabe mudá-la.
fault-message-unknown-hint = `toguna read S` mostra cada mensagem com o seu lugar; alteram-se as próprias, apagam-se as próprias ou, como responsável, todas.
fault-no-home = Ainda não há cofre aqui.
fault-no-home-hint = Entre numa rede com `toguna join LIGAÇÃO --handle NOME`, ou diga com `--home` onde está o seu cofre.
fault-no-key-packages = O dispositivo do seu colega não tem chaves à espera no retransmissor.
fault-no-key-packages-hint = Peça ao seu colega que execute uma vez `toguna space invitations` e convide de novo.
fault-not-a-member = Não é (ou já não é) membro deste espaço.
fault-not-a-member-hint = O que leu antes continua legível aqui. Se isto a surpreende, pergunte a uma pessoa responsável.
fault-not-allowed = O seu papel não o permite.
fault-not-allowed-hint = Fale com uma pessoa responsável pelo espaço.
fault-object-refused = A mudança não serve ao objeto a que se destina.
fault-object-refused-hint = Foi feita para outra versão, ou com o identificador de outro dispositivo; faça-a de novo sobre o que existe agora.
fault-out-of-range = Fora dos limites ({ $field }); o máximo é { $limit }.
fault-out-of-range-hint = A opção `--help` do comando diz o que é permitido.
fault-passage-ambiguous = O item diz isso mais de uma vez.
fault-passage-ambiguous-hint = Cite mais, ou diga a página com `--page`.
fault-passage-unknown = O item não diz isso, no que este dispositivo consegue ler.
fault-passage-unknown-hint = Cite palavras que se seguem; acentos e fins de linha não fazem diferença. `toguna library show S ITEM` diz se o ficheiro pôde ser lido.
fault-person-unknown = Ninguém neste retransmissor tem esse nome.
fault-person-unknown-hint = Confirme a grafia com o seu colega, que a vê com `toguna whoami`.
fault-proxy-malformed = Isto não é o endereço de um proxy SOCKS5.
fault-proxy-malformed-hint = Escreva-o assim: `socks5://127.0.0.1:9050`.
fault-refounding-unproven = Poucas pessoas não conseguiram acompanhar a última alteração para a imputar a quem a fez: conhecem-se aqui { $limit } de 3.
fault-refounding-unproven-hint = Espere que as outras tenham estado em linha, ou use `--anyway`: então pergunta-se a toda a gente.
fault-no-text = O item não tem texto.
fault-no-text-hint = `toguna library show S ITEM` diz o que dele se sabe.
fault-no-private-place = Não há pasta em memória que só o seu utilizador possa ler; nada foi aberto.
fault-no-private-place-hint = Escreva-o num ficheiro com `toguna library get`, ou use `--insecure-temp` se vestígios no disco não importarem.
fault-opens-as-program = Este ficheiro é de um género que os computadores executam em vez de mostrar.
fault-opens-as-program-hint = Se confia em quem o trouxe, diga com `--with` que programa o deve ler.
fault-program-failed = O programa não se consegue iniciar.
fault-program-failed-hint = A cópia foi apagada. Indique com `--with` um programa instalado.
fault-some-refused = Alguns ficheiros não foram recebidos.
fault-some-refused-hint = Estão nomeados acima, cada um com a razão; os outros estão na biblioteca.
fault-query-invalid = Não há nenhuma palavra a procurar, ou há mais de { $limit }.
fault-query-invalid-hint = Dê palavras com letras ou algarismos: `toguna search liberté`.
fault-relay-busy = O retransmissor está sobrecarregado e pede calma.
fault-relay-busy-hint = Nada se perdeu. Tente de novo daqui a um minuto.
fault-relay-full = O disco do retransmissor está cheio.
fault-relay-full-hint = Nada se perdeu: o que disse espera na caixa de saída e parte mais tarde. Diga ao operador que liberte espaço.
fault-relay-forked = O retransmissor assinou uma história deste espaço e mostra outra.
fault-relay-forked-hint = Nada disso foi aceite. Isto prova que o retransmissor mente ou foi reposto a partir de uma cópia antiga: avise o operador e os colegas por outro canal.
fault-relay-lied = O retransmissor contradisse o que tinha assinado, ou a sua própria história.
fault-relay-lied-hint = Nada disso foi aceite. Avise o operador e os colegas por outro canal.
fault-relay-refused = O retransmissor recusou.
fault-relay-refused-hint = Execute `toguna doctor`; ele verifica o relógio e a chave do retransmissor.
fault-relay-unreachable = Não se consegue chegar ao retransmissor.
fault-relay-unreachable-hint = Verifique a rede e o proxy. O que está na caixa de saída parte mais tarde por si.
fault-search-unknown = Não há pesquisa guardada com esse nome.
fault-search-unknown-hint = `toguna search --list` mostra as que há.
fault-space-ambiguous = Mais do que um espaço responde por esse nome.
fault-space-ambiguous-hint = Dê mais do título, ou o identificador que `toguna space list` mostra.
fault-space-closed = Este espaço foi fechado pelos seus responsáveis.
fault-space-closed-hint = O retransmissor já nada guarda dele. O que este dispositivo tinha lido ainda está aqui; `toguna space forget S` apaga-o.
fault-steward-key-elsewhere = Este dispositivo ainda não recebeu a chave dos responsáveis.
fault-steward-key-elsewhere-hint = Um responsável cujo dispositivo a tem entrega-a no seu próximo `toguna sync`; depois execute `toguna sync` aqui.
fault-space-full = O espaço não comporta tantos membros.
fault-space-full-hint = Um espaço pós-quântico leva 150 dispositivos. Funde um segundo espaço para os outros.
fault-space-in-doubt = Foram mostradas aos membros histórias diferentes deste espaço; por isso nada foi enviado.
fault-space-in-doubt-hint = `toguna space show S` diz o que difere. Compare por outra via; depois `toguna space settle S`, ou envie uma vez com `--anyway`.
fault-space-not-wedged = Este espaço não parou: não há nada a refundar.
fault-space-not-wedged-hint = Execute `toguna status`; diz o que está mal.
fault-space-refounded = Este espaço foi refundado e continua noutro.
fault-space-refounded-hint = `toguna space list` mostra-o, ou `toguna space invitations` se espera a sua resposta.
fault-space-stopped = O espaço parou numa alteração que ninguém pode fazer.
fault-space-stopped-hint = O que tem continua legível. Fale com uma pessoa responsável por outro canal; `toguna space refound S` continua sem o culpado.
fault-space-unknown = Nenhum espaço seu responde por esse nome.
fault-space-unknown-hint = `toguna space list` mostra os seus espaços, `toguna space invitations` os que a esperam.
fault-still-a-member = Ainda é membro deste espaço.
fault-still-a-member-hint = Saia primeiro: `toguna space leave S`.
fault-still-queued = Está na caixa de saída; o retransmissor ainda não deu o recibo.
fault-still-queued-hint = Nada se perdeu e nada é preciso reescrever; o próximo comando que chegue ao retransmissor envia.
fault-too-long = Demasiado longo ({ $field }); o limite é de { $limit } bytes.
fault-too-long-hint = Encurte, ou envie por partes.
fault-unconfirmed = Acabou de chegar: isto espera na caixa de saída até alguém do espaço estar em linha.
fault-unconfirmed-hint = Nada se perdeu e nada é preciso reescrever; `toguna sync` envia-o quando alguém tiver confirmado o que lhe foi mostrado.
fault-vault-busy = Outro comando está a usar este cofre.
fault-vault-busy-hint = Tente de novo daqui a pouco.
fault-vault-damaged = O cofre está danificado.
fault-vault-damaged-hint = Copie a pasta para lugar seguro antes de fazer mais nada e depois peça ajuda.
fault-vault-too-new = O cofre foi escrito por uma versão mais recente deste programa.
fault-vault-too-new-hint = Instale a versão mais recente; esta deixa o cofre como está.
fault-wrong-passphrase = A frase-passe está errada.
fault-wrong-passphrase-hint = Tente de novo; verifique o teclado e as maiúsculas. Ninguém a pode recuperar por si. Se está certamente certa, o ficheiro `slots` do cofre pode estar danificado: `toguna doctor` diz o que fazer.
fault-wrong-pin = Quem responde no endereço do retransmissor não é o retransmissor da sua ligação. Nada foi enviado.
fault-wrong-pin-hint = Pode haver alguém entre si e o retransmissor. Pergunte ao operador por outro canal.

fault-cancelled = Cancelado; nada mudou.
fault-cancelled-hint = Dê o comando outra vez quando quiser.
fault-demo-control-missed = A busca não encontrou o que tinha de encontrar; por isso o seu silêncio nada prova.
fault-demo-control-missed-hint = Comunique-o: é a própria demonstração que está avariada.
fault-demo-leaked = Encontrou-se algo legível no retransmissor.
fault-demo-leaked-hint = Execute a demonstração de novo com `--keep PASTA` e comunique o que ela mostra.
fault-demo-place-taken = A pasta da demonstração não está vazia, ou não pode ser criada.
fault-demo-place-taken-hint = Indique uma pasta que ainda não exista.
fault-demo-relay = O retransmissor da demonstração não arrancou.
fault-demo-relay-hint = Com `--keep PASTA`, o registo dele fica em PASTA/relay.log e diz porquê.
fault-demo-strayed = A demonstração não correu como tem de correr.
fault-demo-strayed-hint = Execute-a de novo com `--keep PASTA` e comunique o que ela mostra.
fault-doctor-found = Algo pede atenção.
fault-doctor-found-hint = As linhas acima dizem o quê e o que fazer.
fault-input-unreadable = A entrada padrão não é texto legível.
fault-input-unreadable-hint = Envie texto em UTF-8.
fault-lang-unknown = Esta língua não está no catálogo.
fault-lang-unknown-hint = Escolha entre ar, de, en, fr, pt.
fault-no-passphrase = Não há terminal onde pedir a frase-passe.
fault-no-passphrase-hint = Dê `--passphrase-file FICHEIRO`, ou defina TOGUNA_PASSPHRASE_FILE.
fault-no-place = Não se sabe onde deve estar o seu cofre: nem HOME nem XDG_DATA_HOME estão definidas.
fault-no-place-hint = Indique uma pasta com `--home`, ou defina TOGUNA_HOME.
fault-not-confirmed = Isto pede confirmação, e não há terminal onde a pedir.
fault-not-confirmed-hint = Dê `--yes` se tem a certeza.
fault-output-failed = Não foi possível escrever a resposta.
fault-output-failed-hint = Veja para onde vai a saída padrão; o comando em si pode ter sido executado.
fault-passphrase-empty = A frase-passe está vazia.
fault-passphrase-empty-hint = Escolha várias palavras que ninguém adivinharia juntas.
fault-passphrase-mismatch = As duas frases-passe são diferentes.
fault-passphrase-mismatch-hint = Nada foi criado. Dê o comando outra vez.
fault-passphrase-unreadable = Não se consegue ler o ficheiro da frase-passe.
fault-passphrase-unreadable-hint = Verifique o caminho e as permissões; deve ter uma linha com 1024 bytes no máximo.
fault-usage = Não se percebe a linha de comandos.
fault-usage-hint = Veja `{ $command } --help`.
usage-conflict = “{ $argument }” não pode ir junto com “{ $other }”.
usage-missing = Falta: { $argument }
usage-missing-command = Falta um comando.
usage-suggestion = Queria dizer “{ $suggestion }”?
usage-unknown-argument = Nada aqui se chama “{ $argument }”.
usage-unknown-command = Não existe o comando “{ $argument }”.
usage-field = “{ $value }” não nomeia nenhum campo. { help-library-fields }
usage-value = “{ $value }” não serve para { $argument }.
usage-value-missing = { $argument } precisa de um valor.

## A demonstração

name-amal = Amal
name-beatrice = Béatrice
name-celeste = Celeste
city-tunis = Tunes
city-kinshasa = Kinshasa
city-maputo = Maputo
tale-title = Três defensoras e um retransmissor que nada pode ler
tale-relay-up = Um retransmissor verdadeiro corre como processo { $pid } em { $address }: TLS 1.3, os dados neste disco. Tudo o que se segue passa por ele, com o mesmo código dos seus próprios comandos.
tale-act-joining = A chegada
tale-joining = { $name }, em { $city }, usa a sua ligação e faz um cofre…
tale-joined = { $name }, em { $city }, tem o seu próprio cofre. Cada tentativa de adivinhar a frase-passe custa a um ladrão { $mebibytes } MiB de memória.
tale-act-founding = Um espaço
tale-founded = { $name } funda o espaço “{ $title }”, com cifra pós-quântica. Só os membros alguma vez lerão esse título.
tale-invited = { $name } convida { $guests }. Cartas seladas esperam nas suas caixas.
tale-accepted = { $name } aceita e lê o título pela primeira vez: “{ $title }”.
tale-act-library = Uma biblioteca
tale-library-adding = { $name } acrescenta «{ $title }»
tale-library-described = { $name } põe uma palavra em «{ $title }».
tale-library-finding = { $name } procura lá «{ $word }», no seu próprio dispositivo:
tale-library-found = «{ $title }»: { $text }
tale-library-whole = { $name } chega mais tarde e tem tudo: { $entries } entradas lidas de novo e verificadas, { $bytes } bytes de biblioteca, os mesmos que os outros.
tale-act-talking = Três línguas
tale-act-dark = Falha a luz em Maputo
tale-dark = O dispositivo de { $name } está desligado. As outras continuam.
tale-act-killing = Matam o retransmissor
tale-killed = SIGKILL ao processo { $pid }: sem aviso, sem tempo para arrumar nada.
tale-queued = { $name } escreve na mesma. A mensagem espera na caixa de saída do seu dispositivo:
tale-restarted = O retransmissor voltou, processo { $pid }, com os mesmos dados. Tudo aquilo de que tinha dado recibo lá está.
tale-flushed = A mensagem de { $name } partiu por si e é a entrada { $seq }.
tale-act-catching-up = Volta a luz
tale-caught-up = O dispositivo de { $name } volta a ligar-se e lê, por ordem, o que entretanto se disse:
tale-act-finding = Uma palavra entre muitas
tale-finding = { $name } procura «{ $word }» no seu próprio dispositivo; ninguém é consultado. A palavra está lá, sem o artigo:
tale-act-lying = O retransmissor mente
tale-lied = Quem gere o retransmissor repõe uma cópia antiga dos dados e não diz nada. A acreditar nele, as duas últimas mensagens nunca existiram.
tale-caught = O dispositivo de { $name } não acredita: { $what }.
tale-withheld = { $name } responde na mesma. Para uma história falsa nada se envia: a mensagem espera na caixa de saída.
tale-truth = Os dados verdadeiros voltaram. Elas comparam por telefone e cada uma diz que continua. Nada falta, e o que esperava parte por si:
tale-act-wreck = Uma barreira na estrada
tale-taken = Tiram a { $name } o seu dispositivo, e com ele a frase-passe. Quem o tem põe, no lugar da próxima alteração do espaço, bytes que ninguém pode abrir.
tale-stopped = O dispositivo de { $name } para aí: { $what }.
tale-refounded = { $name } refunda o espaço: um novo, com os mesmos membros. Ninguém pode dizer de quem eram os bytes; por isso, durante 30 dias cada alteração tem de nomear o seu dispositivo.
tale-followed = O dispositivo de { $name } verifica-o por si e segue; o que esperava na caixa de saída chega:
tale-act-removing = O dispositivo fica de fora
tale-seized = { $remover } remove { $name } do espaço; quem fica recebe chaves novas.
tale-act-after = Quem tem na mão o dispositivo apreendido
tale-thief-reads = Essa pessoa sabe a frase-passe, pede tudo ao retransmissor e não recebe uma única entrada posterior à remoção.
tale-thief-speaks = Tenta perguntar: “{ $text }” A resposta: { $answer }
tale-gloss = (“{ $text }”)
tale-say-welcome = Bem-vindas as duas. Recebi o testemunho dos pescadores; tem o número { $mark }.
tale-say-afraid = Dois deles temem pelas famílias: deixemos os nomes fora de qualquer correio eletrónico.
tale-say-recording = Tenho a gravação do mercado, referência { $mark }. A cópia está em dois lugares.
tale-say-postponed = A audiência foi adiada para quinta-feira, às seis da manhã.
tale-say-interpreter = Vou avisar a intérprete e a advogada, sem usar o telefone.
tale-say-guard = Os guardas mudaram de turno: entrem pelo pátio das traseiras, referência { $mark }.
tale-say-caught-up = Li tudo. Levo a testemunha pela estrada do norte.
tale-say-ferry = A testemunha atravessa esta noite no barco, sinal { $mark }.
tale-say-not-ferry = No barco não: está vigiado. Mando os pescadores.
tale-say-settled = Do vosso lado também? Então foi o retransmissor. Continuamos.
tale-say-still-there = Ainda estão aí? A audiência é daqui a duas horas, sala { $mark }.
tale-say-moved = O local de encontro mudou; não falem do antigo a ninguém.
tale-say-library = Percebido. O novo: atrás da biblioteca, senha { $mark }.
tale-say-thief = Onde nos encontramos agora, minhas amigas?
tale-act-sight = O que o retransmissor tem e o que um membro vê
tale-holds = O retransmissor tem { $files } ficheiros, { $bytes } bytes. Um pedaço deles:
tale-sees = { $name } vê:
tale-act-search = A busca no retransmissor
tale-needles = { $needles } segredos (títulos, frases, palavras, frases-passe), cada um em { $spellings } grafias: UTF-8, UTF-16, hexadecimal, Base64.
tale-files = Ficheiros do retransmissor: { $bytes } bytes revistados, { $hits } encontrados.
tale-log = Registo do retransmissor: { $bytes } bytes revistados, { $hits } encontrados.
tale-memory = Memória do processo { $pid }: { $bytes } bytes revistados, { $hits } encontrados.
tale-memory-closed = Memória do processo { $pid }: este sistema não deixa que a leiamos; por isso não foi revistada.
tale-memory-note = De fora ficaram as páginas de ficheiros de programa em que ninguém pode ter escrito. Aqui o retransmissor é este mesmo programa, que contém o texto da peça.
tale-hit = Encontrado “{ $needle }” como { $spelling } em { $place }.
tale-handles = Os nomes { $handles } foram encontrados, como tem de ser: enquanto uma rede não tem o seu espaço comum, é o retransmissor que guarda a lista dos nomes.
tale-handles-missed = Os nomes não foram encontrados nos dados, onde a lista os tem de ter: a busca não olha para o sítio certo.
tale-control = Controlo: uma palavra escrita às claras numa cópia dos dados foi lá encontrada.
tale-knows = O que um retransmissor fica a saber: que existem três dispositivos e com que nomes, quando se ligam e de que endereço, quantas entradas tem cada registo e de que tamanho.
tale-verdict-good = Nada do que se disse, nenhum título e nenhuma frase-passe se pode ler no retransmissor.
tale-verdict-files-good = Nada do que se disse, nenhum título e nenhuma frase-passe se pode ler nos ficheiros e no registo do retransmissor. A memória dele não pôde ser revistada aqui.
tale-verdict-bad = { $hits ->
    [one] { $hits } vestígio legível foi encontrado no retransmissor. Isto não pode ser.
   *[other] { $hits } vestígios legíveis foram encontrados no retransmissor. Isto não pode ser.
}
tale-took = Em { $seconds } segundos.
tale-kept = Tudo fica em { $place }. Para continuar à mão, arranque o retransmissor num terminal:
tale-kept-then = e fale como { $name } noutro:
