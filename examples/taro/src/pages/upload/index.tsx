import { Button, View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { createUploader, type Upload, type Uploader } from 'wechat-oss-upload';

export default function UploadPage() {
  const [uploader, setUploader] = useState<Uploader>();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  useEffect(() => {
    const opened: Uploader = createUploader({
      policy: { url: 'https://upload.example.com/get_post_signature_for_oss_upload' },
      onChange: () => setUploads(opened.uploads()),
    });
    setUploader(opened);
    return opened.close;
  }, []);
  return (
    <View>
      <Button onClick={() => uploader?.pick()}>Add pictures</Button>
      {uploads.map(({ image, state }) => (
        <View key={image.id}>
          {state.name} {state.name === 'stored' ? state.object.key : ''}
        </View>
      ))}
    </View>
  );
}
